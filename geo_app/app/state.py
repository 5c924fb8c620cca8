"""What the page shows now, as a value, and the same as a query string. Pure: no Streamlit.

View          the filter, what is chosen, the language and the tab
read_query    query parameters → View, and what was not understood
asked_of      the filter of a message from the browser → View
write_query   View → query parameters; what is as at first is left out
count_tasks, count_layers, count_outcomes   how many places each button would show
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from geo_app.text import LANGUAGES

TABS = ("map", "targets", "places", "coverage")
PLAN = "plan"
PARAMETERS = ("task", "hide", "outcome", "place", "lang", "tab")
_YES = "1"
# A link may be long, but a notice about it must not be.
_MOST_UNKNOWN = 3
_LONGEST_UNKNOWN = 30


class Row(NamedTuple):
    """What a filter needs to know of a place."""

    id: str
    layer: str
    tasks: tuple[int, ...]
    recorded: bool = False  # something is on record of it since, and not only that nothing is


@dataclass(frozen=True, slots=True)
class Known:
    """The words that a link may hold. `places` maps every id, former ones too, to today's."""

    tasks: tuple[int, ...]
    layers: tuple[str, ...]
    places: Mapping[str, str]
    lang: str = "zh"  # where a link names none


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: no task means all, `hidden` are layers, `places` are chosen; `outcome`:
    only what has a recorded outcome.
    """

    tasks: tuple[int, ...] = ()
    hidden: tuple[str, ...] = ()
    outcome: bool = False
    places: tuple[str, ...] = ()
    lang: str = "zh"
    tab: str = "map"

    def shown_layers(self, known: Known) -> list[str]:
        """Return the layers that are not hidden, in the order of the legend."""
        return [layer for layer in known.layers if layer not in self.hidden]

    @property
    def filter(self) -> tuple[tuple[int, ...], tuple[str, ...], bool]:
        """What decides which places are shown."""
        return self.tasks, self.hidden, self.outcome

    def shows(self, row: Row) -> bool:
        """Say whether the filter lets a place through."""
        named = not self.tasks or any(task in self.tasks for task in row.tasks)
        return named and row.layer not in self.hidden and (row.recorded or not self.outcome)


def read_query(query: Mapping[str, str], known: Known) -> tuple[View, list[str]]:
    """Read a view from query parameters.

    Parameters
    ----------
    query
        task=1,5 hide=region,rail outcome=1 place=malanshan lang=en tab=targets; others are
        ignored.
    known
        The words allowed.

    Returns
    -------
    View
        From all that was understood; in canonical order, so that writing it again gives one text.
    list of str
        `name=value` of what was not, at most three and each short enough for a notice.
    """
    unknown: list[str] = []

    def words(name: str, allowed: Mapping[str, str]) -> set[str]:
        found = set()
        for word in (part.strip() for part in query.get(name, "").split(",")):
            if word in allowed:
                found.add(allowed[word])
            elif word:
                unknown.append(f"{name}={word}")
        return found

    def word(name: str, allowed: tuple[str, ...], first: str = "") -> str:
        value = query.get(name, "")
        if value and value not in allowed:
            unknown.append(f"{name}={value}")
        return value if value in allowed else first or allowed[0]

    tasks = words("task", {str(task): str(task) for task in known.tasks})
    hidden = words("hide", {layer: layer for layer in known.layers})
    outcome = words("outcome", {_YES: _YES})
    places = words("place", known.places)
    view = View(
        tasks=tuple(task for task in known.tasks if str(task) in tasks),
        hidden=tuple(layer for layer in known.layers if layer in hidden),
        outcome=bool(outcome),
        places=tuple(sorted(places)),
        lang=word("lang", LANGUAGES, known.lang),
        tab=word("tab", TABS),
    )
    return view, [text[:_LONGEST_UNKNOWN] for text in unknown[:_MOST_UNKNOWN]]


def write_query(view: View, lang: str = "zh") -> dict[str, str]:
    """Return the query parameters that say this view; those as at first are absent.

    Parameters
    ----------
    view
        What is shown.
    lang
        That of the plan, as in `Known`.

    Examples
    --------
    >>> write_query(View(tasks=(1, 5), lang="en"))
    {'task': '1,5', 'lang': 'en'}
    """
    query = {
        "task": ",".join(map(str, view.tasks)),
        "hide": ",".join(view.hidden),
        "outcome": _YES if view.outcome else "",
        "place": ",".join(view.places),
        "lang": "" if view.lang == lang else view.lang,
        "tab": "" if view.tab == TABS[0] else view.tab,
    }
    return {name: value for name, value in query.items() if value}


def asked_of(asked: Any, view: View, known: Known) -> View:
    """Return the view with the filter that a browser asks for; what it does not know is left out.

    Examples
    --------
    >>> known = Known(tasks=(1, 2), layers=("rail",), places={})
    >>> asked_of({"tasks": [2, 77], "hidden": "rail", "outcome": False}, View(), known).tasks
    (2,)
    """
    asked = asked if isinstance(asked, dict) else {}

    def words(name: str) -> list[Any]:
        found = asked.get(name)
        return found if isinstance(found, list) else []

    return replace(
        view,
        tasks=tuple(task for task in known.tasks if task in words("tasks")),
        hidden=tuple(layer for layer in known.layers if layer in words("hidden")),
        outcome=asked.get("outcome") is True,
    )


def widen(view: View, rows: Iterable[Row]) -> View:
    """Return the view with as much of its filter lifted as hides one of these places."""
    rows = list(rows)
    layers = {row.layer for row in rows}
    unnamed = any(view.tasks and not set(row.tasks) & set(view.tasks) for row in rows)
    return View(
        tasks=() if unnamed else view.tasks,
        hidden=tuple(layer for layer in view.hidden if layer not in layers),
        outcome=view.outcome and all(row.recorded for row in rows),
        places=view.places,
        lang=view.lang,
        tab=view.tab,
    )


def count_tasks(rows: Iterable[Row], view: View, tasks: Iterable[int]) -> dict[int, int]:
    """Return how many places of the layers shown each task names, whatever tasks are chosen."""
    counts, others = dict.fromkeys(tasks, 0), replace(view, tasks=())
    for row in rows:
        if others.shows(row):
            for task in row.tasks:
                counts[task] += 1
    return counts


def count_layers(rows: Iterable[Row], view: View, layers: Iterable[str]) -> dict[str, int]:
    """Return how many places of each layer the tasks chosen name, whatever layers are hidden."""
    counts, others = dict.fromkeys(layers, 0), replace(view, hidden=())
    for row in rows:
        if others.shows(row):
            counts[row.layer] += 1
    return counts


def count_outcomes(rows: Iterable[Row], view: View) -> int:
    """Return how many places of the tasks and layers shown have a recorded outcome."""
    only = replace(view, outcome=True)
    return sum(only.shows(row) for row in rows)
