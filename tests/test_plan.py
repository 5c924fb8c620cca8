"""The Plan: its frames, its filters, and that nothing changes it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_app.api import Plan, load_plan


def test_the_frames_have_exactly_their_columns(plan: Plan) -> None:
    assert list(plan.tasks.columns) == ["task", "title", "aim", "statement"]
    assert list(plan.sentences.columns) == ["task", "section", "n", "start", "end", "text"]
    assert list(plan.mentions.columns) == ["place_id", "task", "sentence", "start", "end", "text"]
    places = plan.places
    assert isinstance(places, geopandas.GeoDataFrame)
    assert places.index.name == "id"
    assert places.index.is_unique
    assert places.crs == "EPSG:4326"
    needed = {"name", "kind", "layer", "basis", "accuracy_m", "tasks", "geometry"}
    assert needed <= set(places.columns)
    assert all(isinstance(tasks, tuple) for tasks in places["tasks"])


def test_every_mention_is_its_slice_of_its_sentence(plan: Plan) -> None:
    sentences = plan.sentences
    for row in pd.concat([plan.mentions, plan.through]).itertuples():
        sentence = sentences.loc[row.sentence]
        assert plan.report.text[row.start : row.end] == row.text
        assert sentence["start"] <= row.start < row.end <= sentence["end"]
        assert sentence["task"] == row.task


def test_every_place_is_named_and_quoted(plan: Plan) -> None:
    for place in plan.places.index:
        quotes = plan.quotes(place)
        assert quotes, place
        for quote in quotes:
            assert plan.report.text[quote["start"] : quote["end"]] == quote["text"]


@pytest.mark.parametrize("task", range(1, 10))
def test_a_task_keeps_exactly_its_places(plan: Plan, task: int) -> None:
    expected = {place for place, tasks in plan.places["tasks"].items() if task in tasks}
    assert set(plan.filter(tasks=[task]).places.index) == expected


@given(
    tasks=st.none() | st.sets(st.integers(1, 9)),
    layers=st.none() | st.sets(st.sampled_from(["newtown", "rail", "water", "region"])),
)
@settings(max_examples=30, deadline=None)
def test_filters_are_and_and_can_be_taken_one_by_one(
    plan: Plan, tasks: set[int] | None, layers: set[str] | None
) -> None:
    both = plan.filter(tasks=tasks, layers=layers)
    one_by_one = plan.filter(layers=layers).filter(tasks=tasks)
    assert list(both.places.index) == list(one_by_one.places.index)
    assert set(both.mentions["place_id"]) <= set(both.places.index)
    assert len(both) <= len(plan)


def test_a_filter_that_names_what_is_not_there_says_so(plan: Plan) -> None:
    with pytest.raises(
        ValueError, match=r'there is no kind "metroline"\. Did you mean "metro_line"\?'
    ):
        plan.filter(kinds=["metroline"])
    with pytest.raises(ValueError, match='there is no task "10"'):
        plan.filter(tasks=[10])
    with pytest.raises(ValueError, match="Did you mean"):
        plan.filter(places=["malanshann"])
    with pytest.raises(ValueError, match=r'there is no task "5"\. Write it without quotes: 5\.'):
        plan.filter(tasks=["5"])
    with pytest.raises(ValueError, match=r"\(1, 2, 3\) is no box\. Write west, south"):
        plan.filter(bbox=(1, 2, 3))
    with pytest.raises(ValueError, match="has its south, 29, above its north, 28"):
        plan.filter(bbox=(112, 29, 113, 28))
    with pytest.raises(ValueError, match=r"112\.98 is no latitude\. Write lng, lat"):
        plan.at(28.2, 112.98)


def test_one_of_a_filter_needs_no_list(plan: Plan) -> None:
    one = plan.filter(tasks=5, layers="rail", kinds="metro_line", places="metro-line-06")
    assert list(one.places.index) == ["metro-line-06"]


@pytest.mark.parametrize("how", [{"lang": "de"}, {"theme": "drak"}])
def test_a_map_in_no_language_or_theme_says_which_there_are(
    plan: Plan, how: dict[str, str]
) -> None:
    ((_, found),) = how.items()
    with pytest.raises(ValueError, match=f'"{found}".*Choose of: '):
        plan.map(**how)


def test_box_and_text(plan: Plan) -> None:
    centre = plan.filter(bbox=(112.9, 28.1, 113.1, 28.3), kinds=["county"])
    assert "changsha-county" in centre.places.index
    assert len(plan.filter(bbox=(0, 0, 1, 1))) == 0
    assert "malanshan" in plan.filter(text="MALANSHAN").places.index
    assert "malanshan" in plan.filter(text=" 马栏山").places.index


def test_a_box_may_cross_the_antimeridian(plan: Plan) -> None:
    assert len(plan.filter(bbox=(179, 20, -179, 40))) == 0
    assert len(plan.filter(bbox=(112, 20, -179, 40))) > 10


def test_what_is_here_lists_areas_smallest_first(plan: Plan) -> None:
    inside = plan.places.loc["malanshan"].geometry.representative_point()
    here = plan.at(inside.x, inside.y)
    assert "malanshan" in here.places.index
    areas = [shape.area for shape in here.places.geometry if shape.geom_type.endswith("Polygon")]
    assert areas == sorted(areas)
    assert all(shape.intersects(shapely.Point(inside)) for shape in here.places.geometry
               if shape.geom_type.endswith("Polygon"))  # fmt: skip


def test_a_point_is_found_within_the_distance_and_not_beyond(plan: Plan) -> None:
    academy = plan.places.loc["yuelu-academy"].geometry.centroid
    north = academy.y + 0.0009  # 100 m
    assert "yuelu-academy" in plan.at(academy.x, north, within_m=120).places.index
    assert "yuelu-academy" not in plan.at(academy.x, north, within_m=80).places.index


def test_nothing_changes_a_plan(plan: Plan) -> None:
    before = plan.places
    with pytest.raises(FrozenInstanceError):
        plan.version = "x"  # type: ignore[misc]
    for frame in (plan.places, plan.mentions, plan.targets, plan.outcomes, plan.ledger):
        frame[frame.columns[0]] = "broken"
    places = plan.places
    places["geometry"] = shapely.Point(0, 0)
    places.loc["malanshan", "name"] = "broken"
    plan.quotes("malanshan")[0]["text"] = "broken"
    pd.testing.assert_frame_equal(pd.DataFrame(plan.places), pd.DataFrame(before))
    assert plan.quotes("malanshan")[0]["text"] != "broken"
    assert len(plan.filter(tasks=[1])) < len(plan)


def test_the_version_follows_the_data(plan: Plan, city) -> None:
    from geo_app.api import load_plan

    first = load_plan(city).version
    assert first == load_plan(city).version != plan.version
    file = next((city / "layers" / "plan").glob("*.geojson"))
    text = file.read_text("utf-8")
    file.write_text(text.replace('"accuracy_m": ', '"accuracy_m": 1', 1), "utf-8")
    assert load_plan(city).version != first


def test_a_former_id_leads_to_the_place(city: Path) -> None:
    plan = load_plan(city)
    former = plan.filter(places=["tram-line-1"])
    assert len(former) == 1
    assert "tram-line-1" in former.places["formerly"].iloc[0]
    assert "tram-line-1" not in former.places.index
