"""Real programs for the second stage: QGIS, PostGIS, pygeoapi, tipg, LibreOffice, nginx.

Tests marked by one of `SECOND_STAGE` run where they are asked for by that mark (`.ci/second`), and
then fail, never skip, if their program is missing.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

SECOND_STAGE = ("qgis", "postgis", "ogc", "office", "nginx", "closed")
collect_ignore = ["qgis_says.py", "qgis_tips.py"]  # programs for QGIS' own Python, no tests


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked = str(config.getoption("-m"))
    left = [
        item
        for item in items
        if any(item.get_closest_marker(mark) and mark not in asked for mark in SECOND_STAGE)
    ]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


class Database(NamedTuple):
    """A cluster of our own on the loopback; `password` must never be shown."""

    port: int
    user: str
    password: str
    name: str

    @property
    def url(self) -> str:
        return self.with_password(self.password)

    @property
    def shown(self) -> str:
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{self.name}"

    def with_password(self, password: str) -> str:
        return self.shown.replace("@", f":{quote(password, safe='')}@", 1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Database]:
    """PostgreSQL with an own data directory, which is thrown away."""
    bin_ = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="geo-app-postgres-"))
    database = Database(free_port(), "geo", f"长 s@c/{secrets.token_urlsafe(8)}", "geo")
    secret = folder / "secret"
    secret.write_text(database.password + "\n", "utf-8")
    run_as = []
    if os.geteuid() == 0:
        run_as = ["runuser", "-u", "postgres", "--"]
        for path in (folder, secret):
            shutil.chown(path, "postgres")
    data, log = folder / "data", folder / "log"
    how = ["-E", "UTF8", "--locale=C.UTF-8", "-U", "geo", "-A", "scram-sha-256"]
    _run(*run_as, bin_ / "initdb", "-D", data, *how, f"--pwfile={secret}")
    options = f"-p {database.port} -c listen_addresses=127.0.0.1 -c fsync=off"
    options += f" -c unix_socket_directories={folder}"
    try:
        _run(*run_as, bin_ / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        import psycopg

        address = database.url.rsplit("/", 1)[0] + "/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE geo")
        yield database
    finally:
        subprocess.run([*run_as, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder)


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    assert path, "PostgreSQL is not installed; run .ci/second"
    return Path(path).parent


def _run(*command: object) -> None:
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True)
    # pg_ctl's server keeps the pipes of its log only if they are not redirected: it has -l.
    assert done.returncode == 0, done.stdout + done.stderr


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    """Wait until a server answers; fail with its log if it ends or takes too long."""
    import urllib.error
    import urllib.request

    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer:\n{log.read_text('utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def qgis_python() -> str:
    """The Python that has PyQGIS: Debian's own, not that of the tests."""
    python = os.environ.get("GEO_APP_QGIS_PYTHON", "/usr/bin/python3")
    done = subprocess.run([python, "-c", "import qgis.core"], capture_output=True, text=True)
    assert done.returncode == 0, f"{python} has no QGIS; run .ci/second\n{done.stderr}"
    return python
