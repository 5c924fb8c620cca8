"""The page behind a real nginx, as README says: a public name, TLS, a prefix kept and taken away.

The snippet is README's own; only ports are changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from geo_app.api import Plan
from tests.chromium import launch
from tests.gis.conftest import free_port, wait_for

pytestmark = pytest.mark.nginx

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "map.example.org"
CONFIG = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{tls} ssl;
        server_name _;
        ssl_certificate {folder}/cert.pem;
        ssl_certificate_key {folder}/key.pem;
        {location}
    }}
}}
"""


class Proxy(NamedTuple):
    """Where nginx listens; the folder of its logs."""

    plain: int
    tls: int
    folder: Path


@pytest.fixture(scope="module", params=["kept", "stripped"])
def proxy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> object:
    """The page behind nginx, whose prefix is kept or taken away."""
    folder = tmp_path_factory.mktemp("nginx")
    app, found = free_port(), Proxy(free_port(), free_port(), folder)
    kept = request.param == "kept"
    command = [sys.executable, "-m", "geo_app.cli", "serve", "--no-browser", "--port", str(app)]
    environment = {**os.environ, "GEO_APP_HOSTS": NAME, "GEO_APP_TIANDITU_KEY": "secret-key-7"}
    (folder / "nginx.conf").write_text(_config(found, app, kept), "utf-8")
    _certificate(folder)
    with (folder / "app.log").open("wb") as log:
        base = ["--base", "plan"] if kept else []
        page = subprocess.Popen([*command, *base], stdout=log, stderr=log, env=environment)
        program = [_nginx(), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "error.log"]
        nginx = subprocess.Popen([str(each) for each in program], stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{app}/{'plan/' if kept else ''}", page, folder / "app.log")
            wait_for(f"http://127.0.0.1:{found.plain}/plan/", nginx, folder / "error.log")
            yield found
        finally:
            nginx.send_signal(signal.SIGQUIT)
            page.send_signal(signal.SIGINT)
            nginx.wait(30)
            page.wait(30)


def _config(found: Proxy, app: int, kept: bool) -> str:
    readme = (ROOT / "README.md").read_text("utf-8")
    (location,) = re.findall(r"```nginx\n(.*?)```", readme, re.DOTALL)
    address = "http://127.0.0.1:8501"
    assert f"`proxy_pass {address}/;`" in readme
    end = "" if kept else "/"
    location = location.replace(f"{address};", f"http://127.0.0.1:{app}{end};")
    return CONFIG.format(folder=found.folder, plain=found.plain, tls=found.tls, location=location)


def _nginx() -> str:
    path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert path, "nginx is not installed; run .ci/second nginx"
    return path


def _certificate(folder: Path) -> None:
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    make += [
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={NAME}",
        "-addext",
        f"subjectAltName=DNS:{NAME}",
    ]
    make += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(make, check=True, capture_output=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright, f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_page_is_whole_behind_it(
    proxy: Proxy, browser: Browser, plan: Plan, scheme: str
) -> None:
    port = proxy.tls if scheme == "https" else proxy.plain
    address = f"{scheme}://{NAME}:{port}/plan/"
    context = browser.new_context(locale="zh-CN", ignore_https_errors=True, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    page = context.new_page()
    wrong: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(address)
    frame = page.frame_locator(".geo-frame iframe")
    frame.locator("body[data-ready]").wait_for(state="attached")
    assert frame.locator(".leaflet-interactive").count() > 20
    some = plan.filter(tasks=[5])
    page.goto(f"{address}?task=5")
    frame.locator("body[data-ready]").wait_for(state="attached")
    with page.expect_download() as download:
        page.get_by_role("link", name="GeoJSON").click()
    features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    assert [each["properties"]["id"] for each in features] == list(some.places.index)
    # The links in the file lead to where the reader got it.
    assert features[0]["properties"]["link"].startswith(address)
    sandbox = page.locator(".geo-frame iframe").get_attribute("sandbox")
    assert "allow-same-origin" not in str(sandbox)
    expect(page).to_have_url(re.compile(f"^{re.escape(address)}"))
    context.close()
    assert wrong == []
    sockets = [url for url in asked if url.startswith("ws")]
    assert sockets
    assert all(url.startswith(address.replace("http", "ws", 1)) for url in sockets)
    rest = [url for url in asked if not url.startswith(("ws", "data:", "blob:", address))]
    assert rest == []
    assert not any("secret-key-7" in url for url in asked)


def test_every_answer_says_who_may_frame_it(proxy: Proxy, plan: Plan) -> None:
    secure = ssl.create_default_context(cafile=str(proxy.folder / "cert.pem"))
    for path in ("", "_stcore/health"):
        address = f"https://127.0.0.1:{proxy.tls}/plan/{path}"
        secure.check_hostname = False
        request = urllib.request.Request(address, headers={"Host": NAME})
        with urllib.request.urlopen(request, context=secure) as answer:
            assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"


def test_another_name_is_refused(proxy: Proxy) -> None:
    address = f"http://127.0.0.1:{proxy.plain}/plan/"
    request = urllib.request.Request(address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    caught.value.close()
    assert caught.value.code == 400


def test_the_logs_hold_no_key(proxy: Proxy) -> None:
    for name in ("access.log", "error.log", "app.log"):
        assert "secret-key-7" not in (proxy.folder / name).read_text("utf-8")
