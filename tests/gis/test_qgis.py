"""A real QGIS opens the project and the GeoPackage, and sees what we meant."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pyproj
import pytest

from geo_app import style, text
from geo_app.api import Plan, load_plan
from geo_app.errors import DataError
from geo_app.exports import export_bytes
from geo_app.exports.gpkg_layers import context_tables, plan_tables
from geo_app.exports.qml import Dimension, alias
from geo_app.exports.qml_parts import mm
from geo_app.exports.tables import PLACE, tables

HERE = Path(__file__).resolve().parent
STRAIT = HERE.parent / "strait_city"


@pytest.fixture(scope="module")
def exported(plan: Plan, tmp_path_factory: Any) -> Path:
    folder = tmp_path_factory.mktemp("qgis")
    plan.export(folder / "plan.qgz")
    return folder


@pytest.fixture(scope="module")
def qgis(exported: Path, qgis_python: str, tmp_path_factory: Any) -> Any:
    """What QGIS says of the two files after they were moved together to another folder."""
    moved = tmp_path_factory.mktemp("moved") / "elsewhere"
    shutil.copytree(exported, moved)
    return _said(qgis_python, moved)


def _said(qgis_python: str, moved: Path) -> Any:
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(moved), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [qgis_python, HERE / "qgis_says.py", moved],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    if keep := os.environ.get("GEO_APP_KEEP_PICTURES"):
        Path(keep).mkdir(parents=True, exist_ok=True)
        shutil.copy(moved / "plan.png", Path(keep) / "qgis.png")
    return json.loads(done.stdout)


def rgb(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


@pytest.mark.qgis
def test_the_project_opens_with_every_layer(qgis: Any, plan: Plan) -> None:
    project = qgis["project"]
    assert project["read"], project["error"]
    assert project["title"] == plan.about["title"]
    assert project["crs"] == "EPSG:3857"
    expected = {
        table.name: len(table.rows) for table in (*plan_tables(plan), *context_tables(plan))
    }
    expected |= {t.name: len(t.rows) for t in tables(plan) if t.name not in ("about", "layers")}
    found = {key[8:-6]: each["features"] for key, each in project["layers"].items()}
    assert found == expected
    assert all(each["valid"] for each in project["layers"].values())
    crs = {each["crs"] for each in project["layers"].values() if "crs" in each}
    assert crs == {"EPSG:4326"}


@pytest.mark.qgis
def test_groups_follow_the_manifest_and_the_context_lies_beneath(qgis: Any, plan: Plan) -> None:
    tree = qgis["project"]["tree"]
    assert [name.split()[0] for name, _ in tree] == ["规划", "底图", "报告与进展"]
    assert [name for name, _ in tree[0][1]] == [layer.title for layer in plan.layers]
    plain = {table.name for table in tables(plan)}
    order = [each[8:-6] for each in qgis["project"]["order"] if each[8:-6] not in plain]
    first = next(i for i, name in enumerate(order) if name.startswith("context_"))
    assert all(name.startswith("context_") for name in order[first:])
    assert len(order[:first]) == len(plan_tables(plan))
    areas = [name[:-6] for name in order if name.endswith("_areas") and "context" not in name]
    assert areas == [layer for layer in reversed(style.PLAN_ORDER) if layer in areas]


@pytest.mark.qgis
def test_it_opens_at_home(qgis: Any, plan: Plan) -> None:
    move = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    home = move.transform_bounds(*plan.about["home"])
    assert qgis["project"]["extent"] == pytest.approx(home, abs=1)
    assert plan.about["note"] in qgis["project"]["copyright"]
    assert "OpenStreetMap" in qgis["project"]["copyright"]


@pytest.mark.qgis
def test_it_opens_over_a_home_across_the_antimeridian(qgis_python: str, tmp_path: Path) -> None:
    load_plan(STRAIT).export(tmp_path / "plan.qgz")
    project = _said(qgis_python, tmp_path)["project"]
    assert (project["crs"], project["error"]) == ("EPSG:3832", "")
    assert all(each["valid"] for each in project["layers"].values())
    move = pyproj.Transformer.from_crs(4326, 3832, always_xy=True)
    corners = (*move.transform(179.5, -17.15), *move.transform(-179.5, -16.5))
    assert project["extent"] == pytest.approx(corners, abs=1)


@pytest.mark.qgis
@pytest.mark.parametrize("door", ["project", "geopackage"])
def test_rules_and_colours_are_those_of_the_style_table(qgis: Any, plan: Plan, door: str) -> None:
    found = qgis["project"]["layers"] if door == "project" else qgis["geopackage"]
    for table in plan_tables(plan):
        said = found[f"geo_app_{table.name}_layer" if door == "project" else table.name]
        look = style.LAYERS[table.source]
        assert said["renderer"] == "RuleRenderer", table.name
        assert said["labels"], table.name
        labels = [rule["label"] for rule in said["rules"] if rule["strokes"]]
        known = [" ".join(text.DOCUMENT[c]) for c in ("surveyed", "derived", "schematic")]
        assert labels == known * 2
        assert not any(rule["error"] for rule in said["rules"])
        # Groups, wide regions and vague corridors wait until they are asked for.
        assert [r["active"] for r in said["rules"] if not r["strokes"]] == [False]
        own = (rgb(look.line.light), "", rgb(style.COLOURS["land"].light))
        station = rgb(style.COLOURS["panel"].light)
        for rule in said["rules"]:
            for kind, colour, _ in rule["strokes"]:
                if not kind.startswith("Simple"):
                    continue  # what holds other drawings has a colour that is not shown
                assert colour in own or colour == station, (table.name, kind, colour)
        expected = look.label.light if table.source != "rail" else style.COLOURS["glyph"].light
        assert said["labelColour"] == expected.lower()
        assert said["halo"] or table.source == "rail"


@pytest.mark.qgis
def test_schematic_places_are_dashed_and_no_others(qgis: Any, plan: Plan) -> None:
    for table in plan_tables(plan):
        if table.dimension is Dimension.POINTS or table.source == "region":
            continue
        rules = {}
        for rule in qgis["geopackage"][table.name]["rules"]:
            rules.setdefault(rule["label"].split()[0], rule["strokes"])
        edges = {
            name: {dash for kind, _, dash in strokes if kind == "SimpleLine" and dash}
            for name, strokes in rules.items()
        }
        pattern = "green" if table.source == "green" else ""
        name = {"rail": "rail", "water": "crossing"}.get(table.source, "corridor")
        name = "area" if table.dimension is Dimension.AREAS else name
        dash = ";".join(mm(each) for each in style.DASHES[name])
        assert dash in edges["示意"], table.name
        if not pattern:  # dashes are also the pattern of green areas
            assert edges["实测或官方"] == edges["依资料推算"] == set(), table.name


@pytest.mark.qgis
def test_the_context_has_our_colours(qgis: Any) -> None:
    water = qgis["geopackage"]["context_water_areas"]
    assert water["renderer"] == "categorizedSymbol"
    paint = {rule["value"]: rule["strokes"][0][1] for rule in water["rules"]}
    assert paint["river_area"] == paint["lake"] == rgb(style.COLOURS["water"].light)
    assert paint["island"] == rgb(style.COLOURS["isle"].light)
    roads = qgis["geopackage"]["context_roads_lines"]
    for rule in roads["rules"]:
        found = [colour for _, colour, _ in rule["strokes"]]
        assert found == [rgb(style.COLOURS[each].light) for each in ("roadcase", "road")]


@pytest.mark.qgis
def test_every_expression_can_be_read(qgis: Any) -> None:
    assert qgis["project"]["broken"] == []


@pytest.mark.qgis
@pytest.mark.parametrize("door", ["project", "geopackage"])
def test_fields_have_names_in_both_languages(qgis: Any, plan: Plan, door: str) -> None:
    found = qgis["project"]["layers"] if door == "project" else qgis["geopackage"]
    for table in plan_tables(plan):
        said = found[f"geo_app_{table.name}_layer" if door == "project" else table.name]
        aliases = {name: each for name, each in said["aliases"].items() if name != "fid"}
        assert aliases == {column.name: alias(column) for column in PLACE}
    for table in tables(plan):
        if table.name in ("about", "layers"):
            continue
        said = found[f"geo_app_{table.name}_layer" if door == "project" else table.name]
        for column in table.columns:
            assert said["aliases"][column.name] == alias(column)


@pytest.mark.qgis
def test_relations_lead_from_a_place_to_its_quotations(qgis: Any, plan: Plan) -> None:
    relations = qgis["project"]["relations"]
    assert all(valid for valid, _, _ in relations.values())
    for table in plan_tables(plan):
        for name in ("quotes", "outcomes", "target_places"):
            assert f"{name}_place_id_{table.name}" in relations
    for place, quotes in qgis["project"]["related"].items():
        assert quotes == sorted(quote["text"] for quote in plan.quotes(place))


@pytest.mark.qgis
def test_map_tips_show_the_quotation(qgis: Any, plan: Plan) -> None:
    tip = qgis["project"]["tip"]
    assert plan.places.loc[tip["id"], "name"] in tip["html"]
    for quote in plan.quotes(tip["id"]):
        assert quote["text"] in tip["html"]
    assert "[%" not in tip["html"]


@pytest.mark.qgis
def test_the_picture_has_ground_water_and_every_shown_layer(qgis: Any) -> None:
    colours = qgis["project"]["colours"]
    total = sum(colours.values())
    assert total == 1200 * 900
    assert colours[style.COLOURS["land"].light.lower()] > total / 5
    for layer in ("newtown", "park", "sci", "rail", "water", "green", "culture"):
        assert colours.get(style.LAYERS[layer].line.light.lower(), 0) > 20, layer
    assert len(colours) > 1000


def test_the_same_plan_makes_the_same_project(plan: Plan, exported: Path, tmp_path: Path) -> None:
    plan.export(tmp_path / "plan.qgz")
    for name in ("plan.qgz", "plan.gpkg"):
        assert (tmp_path / name).read_bytes() == (exported / name).read_bytes()
    with zipfile.ZipFile(exported / "plan.qgz") as archive:
        assert archive.namelist() == ["plan.qgs"]


def test_a_geopackage_of_somebody_else_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    other = tmp_path / "city.gpkg"
    other.write_bytes(b"mine")
    with pytest.raises(DataError, match=r"city\.gpkg is there already"):
        plan.export(tmp_path / "city.qgz")
    assert list(tmp_path.iterdir()) == [other]
    assert other.read_bytes() == b"mine"


def test_two_files_do_not_go_to_standard_output(plan: Plan) -> None:
    with pytest.raises(DataError, match="more than one file"):
        export_bytes(plan, "qgz")


def test_a_folder_that_is_not_there_is_said(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file or directory"):
        plan.export(tmp_path / "missing" / "plan.qgz")
