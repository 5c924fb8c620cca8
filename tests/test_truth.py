"""Nothing can be taken away unseen, and what is drawn holds together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from geo_app.checks.against_report import against_report
from geo_app.checks.quantities import count_in
from geo_app.errors import Fault
from geo_app.features import Feature, Row
from geo_app.layers import Layers, scan_layers
from geo_app.report import Report
from geo_app.rulebook import At, rule_of
from geo_app.rules.edges import of_edges
from geo_app.rules.evidence import evidence_faults
from geo_app.rules.features import between_features
from geo_app.rules.sizes import of_group_sizes, size_faults
from geo_app.rules.stations import station_faults
from geo_app.rules.waters import of_waters

# Groups that the report names without saying how many they are, or of which it counts some that
# cannot be drawn (`deviation`): which places belong to them is our inference, said in `inferred`,
# and the text cannot miss one.
UNCOUNTED = {
    "china-africa-zone",
    "changsha-port",
    "ftz-changsha",
    "passenger-hubs",
    "rail-czt",
    "three-zones-two-hills-two-centres",
}


@pytest.fixture(scope="module")
def layers(changsha: Path) -> Layers:
    return scan_layers(changsha / "layers")[0]


@pytest.fixture(scope="module")
def is_missed(report: Report, layers: Layers) -> Callable[[Layers], bool]:
    """Whether the report misses something in layers that it does not miss in the true ones."""
    known = {each.what for each in against_report(report, layers, ())}
    return lambda less: any(each.what not in known for each in against_report(report, less, ()))


def with_rows(layers: Layers, name: str, rows: Sequence[Row]) -> Layers:
    tables = MappingProxyType({**layers.tables, name: tuple(rows)})
    return dataclasses.replace(layers, tables=tables)


def without_place(layers: Layers, place: str) -> Layers:
    """Take a place away with every word of it: its mentions, memberships, targets, outcomes."""
    left = [without_member(each, place) for each in layers.places if each.id != place]
    less = dataclasses.replace(layers, places=tuple(left))
    kept = [row for row in layers.tables["outcomes.csv"] if row.cells["about"] != place]
    targets = [
        dataclasses.replace(
            row,
            cells={**row.cells, "places": row.cells["places"].replace(place, "")}
            if place in row.cells["places"].split()
            else row.cells,
        )
        for row in layers.tables["targets.csv"]
    ]
    return with_rows(with_rows(less, "outcomes.csv", kept), "targets.csv", targets)


def without_member(group: Feature, place: str) -> Feature:
    if place not in group.properties.get("members", ()):
        return group
    members = [each for each in group.properties["members"] if each != place]
    return dataclasses.replace(group, properties={**group.properties, "members": members})


def test_no_place_can_go_unseen(layers: Layers, is_missed: Callable[[Layers], bool]) -> None:
    for place in layers.places:
        if not is_missed(without_place(layers, place.id)):
            groups = {
                each.id for each in layers.places if place.id in each.properties.get("members", ())
            }
            assert not place.properties.get("mentions"), place.id
            assert groups <= UNCOUNTED, place.id
            left = [each for each in layers.places if each is not place]
            assert {rule_of(each) for each in between_features(left)} == {"group-unknown"}


def test_no_member_can_go_unseen(layers: Layers, is_missed: Callable[[Layers], bool]) -> None:
    for group in layers.places:
        for member in group.properties.get("members", ()):
            less = without_member(group, member)
            places = tuple(less if each is group else each for each in layers.places)
            seen = is_missed(dataclasses.replace(layers, places=places))
            assert seen or group.id in UNCOUNTED, (group.id, member)


def test_no_mention_can_go_unseen(layers: Layers, is_missed: Callable[[Layers], bool]) -> None:
    for place in layers.places:
        mentions = place.properties.get("mentions", ())
        for entry in mentions:
            left = [each for each in mentions if each is not entry]
            less = dataclasses.replace(place, properties={**place.properties, "mentions": left})
            places = tuple(less if each is place else each for each in layers.places)
            assert is_missed(dataclasses.replace(layers, places=places)), (place.id, entry)


@pytest.mark.parametrize("table", ["ledger.csv", "targets.csv", "numbers.csv"])
def test_no_row_can_go_unseen(
    table: str, layers: Layers, is_missed: Callable[[Layers], bool]
) -> None:
    rows = layers.tables[table]
    outcomes = layers.tables["outcomes.csv"]
    assert rows
    for row in rows:
        less = with_rows(layers, table, [each for each in rows if each is not row])
        names = (row.cells.get("id"), row.cells["words"])
        kept = [each for each in outcomes if each.cells["about"] not in names]
        # A row may be there for an outcome alone: that misses it, then.
        unseen = not is_missed(with_rows(less, "outcomes.csv", kept))
        assert not unseen or (len(kept) < len(outcomes) and is_missed(less)), row.cells["words"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("4条过江通道", 4),
        ("十个重大城市片区", 10),
        ("一江六河", 7),
        ("一核两副", 3),
        ("三区两山两中心", 7),
        ("京广、沪昆、渝长厦高铁经济带", 3),
        ("洞庭湖、湘南、大湘西三大板块", 3),
        ("长沙港", 0),
        ("2025年", 0),
    ],
)
def test_how_many_words_count(words: str, count: int) -> None:
    assert count_in(words) == count


# Places beside each other. A hundredth of a degree is about a kilometre.

Geometry = Mapping[str, Any]


def box(west: float, south: float, east: float, north: float) -> Geometry:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def line(*positions: tuple[float, float]) -> Geometry:
    return {"type": "LineString", "coordinates": [list(each) for each in positions]}


def point(lng: float, lat: float) -> Geometry:
    return {"type": "Point", "coordinates": [lng, lat]}


def place(name: str, geometry: Geometry | None, layer: str = "newtown", **more: Any) -> Feature:
    properties = {"id": name, "name": name, "kind": "new_town", "basis": "described-extent"}
    return Feature("f", 1, layer, {**properties, "accuracy_m": 500, **more}, geometry)


def beneath(kind: str, geometry: Geometry, **more: Any) -> Feature:
    return Feature("c", 1, "", {"kind": kind, **more}, geometry)


def rules(faults: Sequence[Fault]) -> list[str]:
    return [rule_of(each) for each in faults]


HOME = box(113.0, 28.0, 113.05, 28.05)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (box(113.05, 28.0, 113.1, 28.05), []),  # the edge is shared
        (box(113.0505, 28.0, 113.1, 28.05), ["edges-gap"]),
        (box(113.0495, 28.0, 113.1, 28.05), ["edges-overlap"]),
        (box(113.06, 28.0, 113.1, 28.05), []),  # a kilometre apart
        (box(113.04, 28.0, 113.1, 28.05), []),  # a kilometre in common
        (box(113.049, 28.049, 113.1, 28.1), []),  # a corner
        (box(113.01, 28.01, 113.04, 28.04), []),  # inside
        (box(113.001, 28.001, 113.049, 28.049), []),  # inside, near the edge
        (box(113.01, 28.01, 113.0505, 28.04), ["edge-outside"]),
        (HOME, []),
    ],
)
def test_zones_that_touch_share_their_edge(other: Geometry, expected: list[str]) -> None:
    pair = [place("a", HOME), place("b", other)]
    assert rules(of_edges(pair, [])) == expected
    vague = [pair[0], place("b", other, accuracy_m=2000)]
    assert of_edges(vague, []) == []
    assert of_edges([pair[0], place("b", other, layer="region")], []) == []


def test_a_gap_that_is_filled_is_none() -> None:
    pair = [place("a", HOME), place("b", box(113.053, 28.0, 113.1, 28.05))]
    gap = box(113.05, 28.0, 113.053, 28.05)
    river = line((113.0515, 27.9), (113.0515, 28.1))
    assert rules(of_edges(pair, [])) == ["edges-gap"]
    assert of_edges(pair, [beneath("river_area", gap)]) == []
    assert of_edges(pair, [beneath("river", river, width_m=320)]) == []
    assert rules(of_edges(pair, [beneath("river", line((112, 28), (112, 29)))])) == ["edges-gap"]
    assert of_edges([*pair, place("c", gap)], []) == []


RIVER = beneath("river", line((112.9, 28.0), (113.2, 28.0)), name="青石河", width_m=100)
WIDE = beneath("river_area", box(112.9, 27.997, 113.2, 28.003), name="青石河")
ISLAND = beneath("island", box(112.99, 27.999, 113.01, 28.001))


@pytest.mark.parametrize(
    ("kind", "geometry", "expected"),
    [
        ("port", point(113.0, 28.0), []),
        ("port", point(113.0, 28.006), []),
        ("port", point(113.0, 28.02), ["port-off-water"]),
        ("port", box(113.0, 28.004, 113.01, 28.1), []),
        ("river_crossing", line((113.0, 27.99), (113.0, 28.01)), []),
        ("river_crossing", line((113.0, 27.98), (113.0, 27.99)), ["crossing-off-river"]),
        ("river_crossing", line((113.1, 28.0), (113.1, 28.01)), ["crossing-in-river"]),
        ("river_crossing", line((113.0, 28.0), (113.0, 28.01)), []),  # from the island
        ("waterway", line((112.95, 28.0), (113.15, 28.002)), []),
        ("waterway", line((112.95, 28.0), (113.15, 28.02)), ["river-off-water"]),
    ],
)
def test_what_belongs_to_the_water_lies_on_it(
    kind: str, geometry: Geometry, expected: list[str]
) -> None:
    basis = "along-river" if kind == "waterway" else "surveyed"
    asked = [place("a", geometry, "water", kind=kind, basis=basis)]
    assert rules(of_waters(asked, [RIVER, WIDE, ISLAND])) == expected
    assert of_waters(asked, []) == []  # no context, no question


def test_a_river_is_held_against_its_namesake() -> None:
    other = beneath("river", line((112.9, 28.2), (113.2, 28.2)), name="别的河")
    asked = place("青石河", other.geometry, "water", kind="river", basis="along-river")
    assert rules(of_waters([asked], [RIVER, other])) == ["river-off-water"]
    assert (
        of_waters(
            [dataclasses.replace(asked, properties={**asked.properties, "name": "某河"})],
            [RIVER, other],
        )
        == []
    )


def stops(*at: float) -> list[dict[str, Any]]:
    return [{"name": f"站{lng}", "lng": lng, "lat": 28.0} for lng in at]


def test_stations_stand_in_the_order_of_their_line() -> None:
    way = line((113.0, 28.0), (113.1, 28.0))
    at = At("f")
    assert rules(list(station_faults(stops(113.0, 113.05, 113.1), way, at, 50))) == []
    assert rules(list(station_faults(stops(113.1, 113.05, 113.0), way, at, 50))) == []
    assert rules(list(station_faults(stops(113.0, 113.1, 113.05), way, at, 50))) == [
        "station-order"
    ]
    branches = {"type": "MultiLineString", "coordinates": [way["coordinates"]] * 2}
    assert list(station_faults(stops(113.0, 113.1, 113.05), branches, at, 50)) == []


# How large and how well known

OWN = [{"publisher": "curator", "says": "…", "says_en": "…"}]
READ = [{"publisher": "红网", "says": "…", "says_en": "…"}]


@pytest.mark.parametrize(
    ("basis", "accuracy", "sources", "expected"),
    [
        ("surveyed", 1000, READ, []),
        ("surveyed", 1001, READ, ["basis-accuracy"]),
        ("official-extent", 500, READ, []),
        ("official-extent", 501, READ, ["basis-accuracy"]),
        ("described-extent", 4000, READ, []),
        ("described-extent", 499, OWN, ["curator-accuracy"]),
        ("described-extent", 499, OWN + READ, []),
        ("described-extent", 500, OWN, []),
        ("schematic", 100, OWN, []),
    ],
)
def test_the_accuracy_is_that_of_the_evidence(
    basis: str, accuracy: float, sources: list[Any], expected: list[str]
) -> None:
    properties = {"basis": basis, "accuracy_m": accuracy, "sources": sources}
    assert rules(list(evidence_faults(properties, HOME, At("f")))) == expected


def test_an_official_line_of_a_province_may_be_generalised() -> None:
    properties = {"basis": "official-extent", "accuracy_m": 5000, "sources": READ}
    assert list(evidence_faults(properties, box(109, 25, 114, 30), At("f"))) == []


def test_a_sentence_may_say_why_a_size_differs() -> None:
    stated = {"area_km2": 99}
    assert rules(list(size_faults(stated, HOME, At("f")))) == ["area-differs"]
    assert list(size_faults({**stated, "deviation": "含水面"}, HOME, At("f"))) == []


def test_a_group_is_as_large_as_its_members() -> None:
    parts = [place("a", HOME), place("b", box(113.05, 28.0, 113.1, 28.05))]
    inner = place("ab", None, members=["a", "b"])
    both = [*parts, inner, place("all", None, members=["ab", "a"], area_km2=54.4)]
    assert list(of_group_sizes(both)) == []
    few = [*parts, place("all", None, members=["a"], area_km2=54.4)]
    assert rules(list(of_group_sizes(few))) == ["area-differs"]
    site = [*few[:2], place("s", point(113, 28)), place("all", None, members=["s"], area_km2=54)]
    assert list(of_group_sizes(site)) == []
    assert list(of_group_sizes([place("all", None, members=["gone"], area_km2=54)])) == []


def test_what_is_noted_of_an_outcome_is_noted_in_both_languages(layers: Layers) -> None:
    for row in layers.tables["outcomes.csv"]:
        assert bool(row.cells["note"]) == bool(row.cells["note_en"]), row.cells["id"]
