"""Hostile texts in every field, in every file that we write: read back, each is what it was."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pyogrio
import pytest

from geo_app.api import Plan, load_plan
from geo_app.checks import check
from geo_app.errors import DataError
from geo_app.exports import FORMATS, export_bytes
from geo_app.exports.ogc_api import ogc_config
from geo_app.exports.shapefile import cut
from geo_app.mapdoc import map_html
from geo_app.mapdoc.payload import data_in
from geo_app.rulebook import rule_of
from geo_app.site import write_site
from tests.hostile.city import PLACE_TEXTS, SOURCE_TEXTS, Rotation, line, place, row, write_city
from tests.hostile.corpus import strings

TINY = Path(__file__).resolve().parent.parent / "tiny_city"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rotation]:
    folder = tmp_path_factory.mktemp("hostile") / "city"
    return folder, write_city(folder, strings(refused=False))


@pytest.fixture(scope="module")
def hostile(city: tuple[Path, Rotation]) -> Plan:
    return load_plan(city[0])


@pytest.fixture(scope="module")
def wanted(city: tuple[Path, Rotation]) -> dict[str, dict[str, Any]]:
    """The properties of each place, as they were written."""
    rotation = city[1]
    found = [place(rotation, i) for i in range(len(rotation.strings))]
    return {each["id"]: each for each in found}


def flat(value: Any) -> Any:
    """As formats without lists hold it: its JSON."""
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return json.dumps(value, **compact) if isinstance(value, list) else value


TEXTS = (*PLACE_TEXTS, "aliases", "districts", "stations", "sources")


def test_the_corpus_is_large_and_each_string_is_once_in_each_field(
    wanted: dict[str, dict[str, Any]],
) -> None:
    every = set(strings(refused=False))
    assert len(every) + len(strings(refused=True)) >= 300
    for name in PLACE_TEXTS:
        assert {each[name] for each in wanted.values()} == every
    for name in SOURCE_TEXTS:
        assert {each["sources"][0][name] for each in wanted.values()} == every


def test_the_plan_holds_each_text_as_it_stands(
    hostile: Plan, city: tuple[Path, Rotation], wanted: dict[str, dict[str, Any]]
) -> None:
    rotation, places = city[1], hostile.places
    for name in PLACE_TEXTS:
        assert places[name].to_dict() == {key: each[name] for key, each in wanted.items()}
    for table in ("targets", "outcomes", "ledger"):
        frame = getattr(hostile, table).drop(columns="sentence", errors="ignore")
        rows = [row(rotation, f"{table}.csv", i) for i in range(len(rotation.strings))]
        assert frame.to_dict("records") == rows
    assert hostile.about["title"] == rotation.joined
    named = {each["text"] for each in hostile.mentions.to_dict("records") if each["place_id"]}
    assert {each["mentions"][0]["words"] for each in wanted.values()} <= named


FIELDS = (
    ("layers/plan/hub.geojson", "站房中心"),
    ("layers/plan/rail.geojson", "人民路"),
    ("layers/context/labels.geojson", "Qingshi"),
    ("layers/layers.toml", "铁路客站"),
    ("layers/layers.toml", "Schematic, not statutory planning boundaries"),
    ("layers/targets.csv", "Rail in operation"),
    ("layers/outcomes.csv", "Tram Line 1 opened."),
    ("layers/ledger.csv", "泛指城区"),
    ("layers/numbers.csv", "时间范围"),
    ("seeds/report.toml", "Qingshi Daily"),
    ("seeds/gloss.csv", "Urban renewal"),
    ("seeds/qingshi.txt", "新增公园绿地"),
)


@pytest.mark.parametrize(("file", "words"), FIELDS)
def test_what_no_text_may_hold_is_a_fault_that_names_the_file(
    file: str, words: str, tmp_path: Path
) -> None:
    import shutil

    city = Path(shutil.copytree(TINY, tmp_path / "city"))
    path = city / file
    text = path.read_text("utf-8")
    for each in strings(refused=True):
        if file.endswith((".txt", ".csv")) and each.strip(" \r\n") in ("", "a\rb"):
            continue  # a line end is one there
        bad = each
        if file.endswith((".geojson", ".toml")):
            bad = json.dumps(each)[1:-1]
            if file.endswith(".toml") and "\\ud" in bad:
                continue  # TOML has no halves
        path.write_bytes(text.replace(words, words + bad, 1).encode("utf-8", "surrogatepass"))
        with pytest.raises(DataError) as caught:
            load_plan(city)
        assert any(fault.file == file for fault in caught.value.faults), repr(each[:20])
        assert any(fault.file == file for fault in check(city)), repr(each[:20])


# What is written, read back


def _compare(found: dict[str, Any], want: dict[str, Any], names: tuple[str, ...] = TEXTS) -> None:
    for name in names:
        assert found[name] == want[name], name


def test_geojson_and_its_sequence(hostile: Plan, wanted: dict[str, dict[str, Any]]) -> None:
    whole = json.loads(export_bytes(hostile, "geojson"))
    lines = export_bytes(hostile, "geojsonl").decode().split("\n")
    sequence = [json.loads(each.strip("\x1e")) for each in lines if each.strip("\x1e")]
    for features in (whole["features"], sequence):
        assert len(features) == len(wanted)
        for each in features:
            _compare(each["properties"], wanted[each["properties"]["id"]])


def test_csv_runs_nothing(hostile: Plan, wanted: dict[str, dict[str, Any]]) -> None:
    csv.field_size_limit(10_000_000)
    text = export_bytes(hostile, "csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(wanted)
    for each in rows:
        for name in TEXTS:
            want = flat(wanted[each["id"]][name])
            assert not each[name].startswith(tuple("=+-@\t\r\n＝＋－＠"))
            guarded = want.lstrip("' ").startswith(tuple("=+-@\t\r\n＝＋－＠"))
            assert each[name] == ("'" + want if guarded else want)


def test_xlsx_has_no_formula_and_no_link(hostile: Plan, wanted: dict[str, dict[str, Any]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_bytes(hostile, "xlsx")))
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type in ("s", "n"), cell
                assert cell.hyperlink is None
    head, *rows = book["places"].iter_rows(values_only=True)
    for each in rows:
        found = dict(zip(head, each, strict=True))
        want = wanted[str(found["id"])]
        # The file says _x005F_x005F_, as its standard asks; openpyxl decodes that twice.
        _compare(found, {k: want[k].replace("_x005F_", "_") for k in PLACE_TEXTS}, PLACE_TEXTS)


def test_kml_is_well_formed(hostile: Plan, wanted: dict[str, dict[str, Any]]) -> None:
    packed = zipfile.ZipFile(io.BytesIO(export_bytes(hostile, "kmz")))
    for data in (export_bytes(hostile, "kml"), packed.read(packed.namelist()[0])):
        root = ET.fromstring(data)
        marks = root.findall(".//{*}Placemark")
        assert len(marks) == len(wanted)
        for mark in marks:
            found = {
                each.get("name"): each.findtext("{*}value") for each in mark.findall(".//{*}Data")
            }
            want = {key: flat(value) for key, value in wanted[str(mark.get("id"))].items()}
            _compare(found, want)
            assert mark.findtext("{*}name") == want["name"]


def test_geopackage_and_its_tables(
    hostile: Plan, city: tuple[Path, Rotation], wanted: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "plan.gpkg"
    path.write_bytes(export_bytes(hostile, "gpkg"))
    with sqlite3.connect(path) as base:
        base.row_factory = sqlite3.Row
        rows = [dict(each) for each in base.execute("select * from places")]
        outcomes = [dict(each) for each in base.execute("select * from outcomes")]
        styles = [each[0] for each in base.execute("select styleQML from layer_styles")]
    base.close()
    assert len(rows) == len(wanted)
    names = tuple(name for name in TEXTS if name in rows[0])
    for each in rows:
        _compare(each, {key: flat(value) for key, value in wanted[each["id"]].items()}, names)
    for i, each in enumerate(sorted(outcomes, key=lambda each: int(each["id"][2:]))):
        want = row(city[1], "outcomes.csv", i)
        assert [each[name] or "" for name in ("says", "title")] == [want["says"], want["title"]]
    for each in styles:
        ET.fromstring(each)


def test_qgis_evaluates_nothing_of_ours(hostile: Plan, tmp_path: Path) -> None:
    hostile.export(tmp_path / "plan.qgz")
    with zipfile.ZipFile(tmp_path / "plan.qgz") as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".qgs"))
        root = ET.fromstring(archive.read(name))
    note = root.findtext("properties/CopyrightLabel/Label") or ""
    assert "[% '[%' %] 7*7 %]" in note
    tips = {tip.text for tip in root.iter("mapTip")}
    load_plan(TINY).export(tmp_path / "tiny.qgz")
    with zipfile.ZipFile(tmp_path / "tiny.qgz") as archive:
        other = ET.fromstring(archive.read("tiny.qgs"))
    assert tips <= {tip.text for tip in other.iter("mapTip")}  # no data stands in an expression


def test_geoparquet_flatgeobuf_and_shapefile(
    hostile: Plan, wanted: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(export_bytes(hostile, "parquet")))
    for each in table.to_pylist():
        _compare(each, wanted[each["id"]], (*PLACE_TEXTS, "aliases", "districts"))
    (tmp_path / "plan.fgb").write_bytes(export_bytes(hostile, "fgb"))
    for each in pyogrio.read_dataframe(tmp_path / "plan.fgb").to_dict("records"):
        _compare(each, {key: flat(value) for key, value in wanted[each["id"]].items()}, PLACE_TEXTS)
    archive = zipfile.ZipFile(io.BytesIO(export_bytes(hostile, "shp.zip")))
    assert all("/" not in each and ".." not in each for each in archive.namelist())
    archive.extractall(tmp_path / "shp")
    for each in pyogrio.read_dataframe(tmp_path / "shp" / "hub_point.shp").to_dict("records"):
        want = wanted[each["id"]]
        # The format pads with spaces, and GDAL takes off those at both ends.
        for name in ("name", "name_en"):
            assert (each[name] or "").strip() == cut(want[name]).strip(), name


def test_tiles_hold_the_names(hostile: Plan, wanted: dict[str, dict[str, Any]]) -> None:
    from pmtiles.reader import MemorySource, all_tiles

    some = hostile.filter(places=[f"p-{i}" for i in range(0, len(wanted), 9)])
    archive = MemorySource(export_bytes(some, "pmtiles"))
    data = b"".join(gzip.decompress(each) for _, each in all_tiles(archive))
    for place_id in some.places.index:
        assert wanted[place_id]["name"].encode() in data


class _Skeleton(HTMLParser):
    """The elements of a page, with the names of their attributes, and its texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, tuple[str, ...]]] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _skeleton(html: str) -> _Skeleton:
    parser = _Skeleton()
    parser.feed(html)
    parser.close()
    return parser


def test_the_document_has_no_element_of_the_data(
    hostile: Plan, wanted: dict[str, dict[str, Any]]
) -> None:
    html = map_html(hostile)
    benign = map_html(load_plan(TINY))
    assert _skeleton(html).elements <= _skeleton(benign).elements
    start = html.index('id="geo-plan">') + len('id="geo-plan">')
    data = data_in(html[start : html.index("</script>", start)])
    for each in data["places"]:
        want = wanted[each["id"]]
        assert each["name"] == {"zh": want["name"], "en": want["name_en"]}
        assert each["note"] == {"zh": want["extent_note"], "en": want["extent_note_en"]}
        assert each["aliases"] == want["aliases"]


def test_the_site_has_no_element_of_the_data(
    hostile: Plan, wanted: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    some = hostile.filter(places=[f"p-{i}" for i in range(0, len(wanted), 3)])
    (tmp_path / "beside").write_text("x", "utf-8")
    write_site(some, tmp_path / "site", base_url="https://example.org/")
    write_site(load_plan(TINY), tmp_path / "tiny", base_url="https://example.org/")
    allowed: set[tuple[str, tuple[str, ...]]] = set()
    for path in (tmp_path / "tiny").rglob("*.html"):
        allowed |= _skeleton(path.read_text("utf-8")).elements
    for path in (tmp_path / "site").rglob("*.html"):
        page = _skeleton(path.read_text("utf-8"))
        strange = {each for each in page.elements - allowed if each[0] not in _PLAIN}
        assert not strange, path
        assert not any(name.startswith("on") for _, names in page.elements for name in names)
        if path.stem in wanted:
            assert wanted[path.stem]["name"] in page.words
    assert {each.name for each in tmp_path.iterdir()} == {"beside", "site", "tiny"}


_PLAIN = ("p", "div", "span", "text", "small", "time", "li", "dd", "dt", "h2", "circle", "cite")


def test_servers_read_the_titles_as_texts(hostile: Plan, city: tuple[Path, Rotation]) -> None:
    address = "postgresql://me@localhost/city"
    lines = ogc_config(hostile, "tipg", address).split("\n")
    (title,) = (each for each in lines if each.startswith("TIPG_NAME="))
    assert title == "TIPG_NAME='" + city[1].joined.replace("'", "’") + "'"
    config = ogc_config(hostile, "pygeoapi", address)
    titles = [each for each in config.split("\n") if each.strip().startswith("zh-CN: ")]
    assert json.loads(titles[0].split(": ", 1)[1]) == city[1].joined


def test_a_picture_runs_and_loads_nothing(hostile: Plan) -> None:
    from geo_app.picture import draw

    some = hostile.filter(places=[f"p-{i}" for i in range(40)])
    root = ET.fromstring(_drawn(draw, some))
    for each in root.iter():
        name = each.tag.rpartition("}")[2]
        assert name not in ("script", "foreignObject", "image", "a", "animate", "set"), name
        assert not any(key.startswith("on") for key in each.attrib)
        assert all(value.startswith("#") for key, value in each.attrib.items() if "href" in key)


def _drawn(draw: Any, plan: Plan) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.svg"
        draw(plan, path)
        return path.read_bytes()


@pytest.mark.parametrize("key", ["id", "formerly"])
@pytest.mark.parametrize(
    "value", ["../x", "a/b", "a\\b", "..", "index", "con", "A", "", "a b", "a" * 101, "长", "a\n"]
)
def test_an_id_leads_nowhere(key: str, value: str, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(TINY, tmp_path / "city"))
    path = folder / "layers/plan/rail.geojson"
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][0]["properties"][key] = [value] if key == "formerly" else value
    path.write_text(json.dumps(whole), "utf-8")
    with pytest.raises(DataError):
        load_plan(folder)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example\\.gov.cn/",
        "https://a@www.gov.cn/",
        "https://evil.example/\t.gov.cn",
        "javascript://www.gov.cn/%0ahit=1",
        "https://www.gov.cn/ x",
        'https://www.gov.cn/"x',
        "https://gov.cn.evil.example/",
        "https://evil.example#.gov.cn",
        "//www.gov.cn/",
    ],
)
def test_a_link_that_only_looks_trusted_is_refused(url: str, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(TINY, tmp_path / "city"))
    path = folder / "layers/plan/hub.geojson"
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][0]["properties"]["sources"][0]["url"] = url
    path.write_text(json.dumps(whole), "utf-8")
    assert {rule_of(each) for each in check(folder)} <= {"url", "url-host"}
    with pytest.raises(DataError):
        load_plan(folder)


def test_every_format_is_tried_here() -> None:
    text = Path(__file__).read_text("utf-8")
    aliases = {"json", "geojsons", "geojsonseq", "html"}  # html: the document
    assert [
        each
        for each in set(FORMATS) - aliases
        if f'"{each}"' not in text and f".{each}" not in text
    ] == []


def test_the_words_of_the_report_are_quoted(hostile: Plan) -> None:
    for each in _units(hostile):
        assert each == line(each)


def _units(plan: Plan) -> Iterator[str]:
    for each in plan.report.sentences:
        assert plan.report.quote(each.span) == each.text
        yield each.text
