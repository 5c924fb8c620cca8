"""Existing servers publish the exported schema unchanged, by the configuration we generate.

They run in environments of their own (`.ci/second` makes them), on the loopback.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import shapely

from geo_app.api import Plan
from geo_app.exports import export
from geo_app.exports.ogc_api import ogc_config
from tests.gis.conftest import Database, free_port, wait_for

pytestmark = pytest.mark.ogc
BOX = (112.9, 28.1, 113.0, 28.25)
# Tile 10/833/428 in degrees, the middle of Changsha.
TILE = (112.8516, 27.9943, 113.2031, 28.3043)


class Server:
    """A running server; `get` returns what it says."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str, **query: object) -> Any:
        return json.loads(self.bytes(path, **query))

    def bytes(self, path: str, **query: object) -> bytes:
        with urlopen(f"{self.address}{path}?{urlencode(query)}", timeout=30) as answer:
            data: bytes = answer.read()
            return data

    def ids(self, path: str, **query: object) -> set[str]:
        """Return the ids of all features that meet a query."""
        found = self.get(path, limit=1000, **query)
        assert found["numberMatched"] == len(found["features"])
        return {feature["id"] for feature in found["features"]}


def program(variable: str, module: str) -> str:
    python = os.environ.get(variable)
    assert python, f"{variable} is not set; run .ci/second"
    done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, text=True)
    assert done.returncode == 0, f"{python} has no {module}\n{done.stderr}"
    return python


@pytest.fixture(scope="module")
def written(postgres: Database, plan: Plan) -> Database:
    export(plan, postgres.url)
    return postgres


@pytest.fixture(scope="module")
def tipg(written: Database, plan: Plan, tmp_path_factory: Any) -> Iterator[Server]:
    python = program("GEO_APP_TIPG_PYTHON", "tipg")
    folder = tmp_path_factory.mktemp("tipg")
    (folder / ".env").write_text(ogc_config(plan, "tipg", written.shown), "utf-8")
    port = free_port()
    command = [python, "-m", "uvicorn", "tipg.main:app", "--host", "127.0.0.1"]
    yield from running([*command, "--port", str(port)], folder, written, port, "/healthz")


@pytest.fixture(scope="module")
def pygeoapi(written: Database, plan: Plan, tmp_path_factory: Any) -> Iterator[Server]:
    python = program("GEO_APP_PYGEOAPI_PYTHON", "pygeoapi")
    folder = tmp_path_factory.mktemp("pygeoapi")
    port = free_port()
    config = ogc_config(plan, "pygeoapi", written.shown).replace("5000", str(port))
    (folder / "pygeoapi.yml").write_text(config, "utf-8")
    command = str(Path(python).with_name("pygeoapi"))
    made = subprocess.run(
        [command, "openapi", "generate", "pygeoapi.yml", "--output-file", "openapi.yml"],
        cwd=folder,
        env=environment(written),
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    yield from running([command, "serve"], folder, written, port, "/")


def environment(database: Database) -> dict[str, str]:
    paths = {"PYGEOAPI_CONFIG": "pygeoapi.yml", "PYGEOAPI_OPENAPI": "openapi.yml"}
    return {**os.environ, **paths, "PGPASSWORD": database.password}


def running(
    command: list[str], folder: Path, database: Database, port: int, ready: str
) -> Iterator[Server]:
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(database), stdout=out, stderr=out
        )
    try:
        server = Server(f"http://127.0.0.1:{port}")
        wait_for(server.address + ready, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def named(plan: Plan, **conditions: Any) -> set[str]:
    return set(plan.filter(**conditions).places.index)


def test_no_configuration_holds_a_password(plan: Plan, postgres: Database) -> None:
    for server in ("tipg", "pygeoapi"):
        assert postgres.password not in ogc_config(plan, server, postgres.url)


def test_tipg_lists_every_table(tipg: Server) -> None:
    ids = {each["id"] for each in tipg.get("/collections")["collections"]}
    expected = {"places", "quotes", "targets", "target_places", "outcomes", "ledger", "sentences"}
    assert ids == {f"plan.{name}" for name in expected | {"layers", "about"}}


def test_tipg_filters_by_box_and_property(tipg: Server, plan: Plan) -> None:
    items = "/collections/plan.places/items"
    assert tipg.ids(items) == set(plan.places.index)
    box = ",".join(map(str, BOX))
    assert tipg.ids(items, bbox=box) == named(plan, bbox=BOX)
    assert tipg.ids(items, layer="rail") == named(plan, layers=["rail"])
    assert tipg.ids(items, name="马栏山视频文创产业园") == {"malanshan"}
    says = {"filter": "name LIKE '%新城' AND layer='newtown'", "filter-lang": "cql2-text"}
    towns = plan.filter(layers=["newtown"]).places
    assert tipg.ids(items, **says) == set(towns[towns["name"].str.endswith("新城")].index)


def test_tipg_keeps_chinese_and_nesting(tipg: Server, plan: Plan) -> None:
    found = tipg.get("/collections/plan.places/items/malanshan")
    place = plan.places.loc["malanshan"]
    assert found["properties"]["name"] == place["name"]
    assert found["properties"]["tasks"] == list(place["tasks"])
    assert found["properties"]["sources"][0]["publisher"] == place["sources"][0]["publisher"]
    drawn = shapely.geometry.shape(found["geometry"])
    assert shapely.equals_exact(drawn, place["geometry"], 1e-6, normalize=True)
    quotes = tipg.get("/collections/plan.quotes/items", place_id="malanshan", limit=100)
    said = {feature["properties"]["text"] for feature in quotes["features"]}
    assert said == {quote["text"] for quote in plan.quotes("malanshan")}


def test_tipg_makes_vector_tiles(tipg: Server, plan: Plan, tmp_path: Path) -> None:
    import pyogrio

    tile = tmp_path / "428.mvt"
    tile.write_bytes(tipg.bytes("/collections/plan.places/tiles/WebMercatorQuad/10/833/428"))
    read = pyogrio.read_dataframe(f"MVT:{tile}")
    assert set(read["name"]) <= set(plan.places["name"])
    assert set(plan.filter(bbox=TILE).places["name"]) <= set(read["name"])


def test_pygeoapi_says_what_it_serves(pygeoapi: Server) -> None:
    found = pygeoapi.get("/collections/places", f="json", lang="zh-CN")
    assert found["title"] == "长沙九大重点任务"
    assert pygeoapi.get("/collections/places", f="json", lang="en-US")["title"].startswith("Chang")
    assert "示意图" in found["description"]


def test_pygeoapi_filters_by_box_and_property(pygeoapi: Server, plan: Plan) -> None:
    items = "/collections/places/items"
    assert pygeoapi.ids(items, f="json") == set(plan.places.index)
    box = ",".join(map(str, BOX))
    assert pygeoapi.ids(items, f="json", bbox=box) == named(plan, bbox=BOX)
    assert pygeoapi.ids(items, f="json", layer="rail") == named(plan, layers=["rail"])
    says = {"filter": "name LIKE '马栏山%' AND layer='park'", "filter-lang": "cql-text"}
    assert pygeoapi.ids(items, f="json", **says) == {"malanshan"}


def test_pygeoapi_keeps_chinese_and_nesting(pygeoapi: Server, plan: Plan) -> None:
    found = pygeoapi.get("/collections/places/items/malanshan", f="json")
    place = plan.places.loc["malanshan"]
    assert found["properties"]["name"] == place["name"]
    assert found["properties"]["tasks"] == list(place["tasks"])
    drawn = shapely.geometry.shape(found["geometry"])
    assert shapely.equals_exact(drawn, place["geometry"], 1e-6, normalize=True)


def test_pygeoapi_makes_vector_tiles(pygeoapi: Server, plan: Plan, tmp_path: Path) -> None:
    import pyogrio

    tile = tmp_path / "428.mvt"
    path = "/collections/places/tiles/WebMercatorQuad/10/428/833"  # row before column
    tile.write_bytes(pygeoapi.bytes(path, f="mvt"))
    read = pyogrio.read_dataframe(f"MVT:{tile}")
    assert set(plan.filter(bbox=TILE).places["name"]) <= set(read["name"])
