"""The page's state as a query string: whatever is shown can be written, read, and is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.api import Plan
from geo_app.app.brief import recorded_about
from geo_app.app.state import (
    TABS,
    Known,
    Row,
    View,
    asked_of,
    count_layers,
    count_outcomes,
    count_tasks,
    read_query,
    widen,
    write_query,
)
from geo_app.app.strings import PAGE, say
from geo_app.text import LANGUAGES

LAYERS = ("newtown", "park", "rail", "region")
PLACES = ("a", "b-2", "malanshan")
KNOWN = Known(
    tasks=tuple(range(1, 10)),
    layers=LAYERS,
    places={each: each for each in PLACES} | {"malan-hill": "malanshan"},
)

some = st.builds(
    View,
    tasks=st.sets(st.sampled_from(KNOWN.tasks)).map(lambda of: tuple(sorted(of))),
    hidden=st.sets(st.sampled_from(LAYERS)).map(
        lambda of: tuple(each for each in LAYERS if each in of)
    ),
    places=st.sets(st.sampled_from(PLACES)).map(lambda of: tuple(sorted(of))),
    outcome=st.booleans(),
    lang=st.sampled_from(LANGUAGES),
    tab=st.sampled_from(TABS),
)
rows = st.lists(
    st.builds(
        Row,
        id=st.sampled_from(PLACES),
        layer=st.sampled_from(LAYERS),
        tasks=st.sets(st.sampled_from(KNOWN.tasks)).map(lambda of: tuple(sorted(of))),
        recorded=st.booleans(),
    ),
    max_size=8,
)
queries = st.dictionaries(
    st.sampled_from(["task", "hide", "outcome", "place", "lang", "tab", "other"]),
    st.text(max_size=12) | st.sampled_from(["1", "1,5", "9,9", "park", "malan-hill", "en", "x,1"]),
)


@given(some)
def test_a_view_written_and_read_is_the_same(view: View) -> None:
    assert read_query(write_query(view), KNOWN) == (view, [])


@given(some, some)
def test_a_filter_that_the_browser_asks_for_is_followed(view: View, wanted: View) -> None:
    tasks, hidden, outcome = wanted.filter
    asked = {"tasks": [*tasks[::-1], 77], "hidden": [*hidden, "nowhere"], "outcome": outcome}
    followed = asked_of(asked, view, KNOWN)
    assert followed.filter == wanted.filter
    assert (followed.places, followed.lang, followed.tab) == (view.places, view.lang, view.tab)


@given(
    st.none()
    | st.integers()
    | st.dictionaries(
        st.sampled_from(["tasks", "hidden", "outcome"]),
        st.none() | st.text() | st.integers() | st.lists(st.none() | st.lists(st.text())),
    )
)
def test_a_filter_of_any_other_shape_is_none(asked: object) -> None:
    assert asked_of(asked, View(), KNOWN) == View()


@given(queries)
def test_any_query_gives_a_view_that_writes_itself(query: dict[str, str]) -> None:
    view, unknown = read_query(query, KNOWN)
    assert read_query(write_query(view), KNOWN) == (view, [])
    assert len(unknown) <= 3
    assert all(len(text) <= 30 for text in unknown)


@given(some)
def test_what_is_as_at_first_is_not_written(view: View) -> None:
    assert all(write_query(view).values())
    assert write_query(View()) == {}


@given(some)
def test_the_language_of_the_plan_is_not_written_and_another_is(view: View) -> None:
    english = replace(KNOWN, lang="en")
    query = write_query(view, english.lang)
    assert query.get("lang") == ("zh" if view.lang == "zh" else None)
    assert read_query(query, english) == (view, [])


def test_a_former_id_opens_the_place_of_today() -> None:
    assert read_query({"place": "malan-hill"}, KNOWN)[0].places == ("malanshan",)


def test_what_is_unknown_is_named_and_the_rest_is_kept() -> None:
    query = {"task": "5,12", "hide": "parks,rail", "lang": "fr", "tab": "places"}
    view, unknown = read_query(query, KNOWN)
    assert view == View(tasks=(5,), hidden=("rail",), tab="places")
    assert unknown == ["task=12", "hide=parks", "lang=fr"]


@given(some, rows)
def test_a_widened_view_shows_what_was_asked_for(view: View, asked: list[Row]) -> None:
    wider = widen(view, asked)
    assert all(wider.shows(row) for row in asked)
    assert set(wider.hidden) <= set(view.hidden)
    assert (wider.lang, wider.tab, wider.places) == (view.lang, view.tab, view.places)


@given(some, rows)
def test_a_view_is_widened_only_where_it_hides(view: View, asked: list[Row]) -> None:
    if all(view.shows(row) for row in asked):
        assert widen(view, asked) == view


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(tasks=(5,)),
        View(tasks=(1, 7), hidden=("rail",)),
        View(tasks=(5, 8), hidden=("hub",), outcome=True),
    ],
)
def test_counts_are_those_of_the_filter(plan: Plan, view: View) -> None:
    places = plan.places
    recorded = sorted(recorded_about(plan) & set(places.index))
    every = [
        Row(str(each), layer, tasks, each in recorded)
        for each, layer, tasks in zip(places.index, places["layer"], places["tasks"], strict=True)
    ]
    layers = [layer.id for layer in plan.layers]
    shown = [layer for layer in layers if layer not in view.hidden]
    only = recorded if view.outcome else None
    for task, count in count_tasks(every, view, range(1, 10)).items():
        assert count == len(plan.filter(tasks=[task], layers=shown, places=only))
    for layer, count in count_layers(every, view, layers).items():
        assert count == len(plan.filter(tasks=view.tasks or None, layers=[layer], places=only))
    both = plan.filter(tasks=view.tasks or None, layers=shown, places=recorded)
    assert count_outcomes(every, view) == len(both)


def test_what_was_not_found_or_is_doubtful_is_no_record(plan: Plan) -> None:
    recorded = recorded_about(plan)
    outcomes = plan.outcomes
    doubtful = outcomes["confidence"].eq("low") | outcomes["status"].eq("no_record")
    assert recorded == set(outcomes["about"][~doubtful])
    assert set(outcomes["about"][doubtful]) - recorded


@pytest.mark.parametrize("key", PAGE)
def test_every_word_is_there_in_both_languages(key: str) -> None:
    zh, en = PAGE[key]
    assert zh
    assert en
    assert zh.count("{") == en.count("{")
    assert say(key, "zh", n=1, v=1, what="x", date="2026", title="x")
