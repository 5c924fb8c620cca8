"""What a run of the page needs to know of a plan, as plain values.

A `Plan` takes half a second of imports. What is here takes none, can be sent from one process to
another, and is enough for the first page: the rest waits until a file or a table is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from geo_app.app.state import Known, Row
from geo_app.datum import Datum
from geo_app.features import Layer
from geo_app.schema import Confidence, Status

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from geo_app import Plan
    from geo_app.app.target_rows import Row as TargetRow


class TaskName(NamedTuple):
    """What a task is called, in full and on a button."""

    number: int
    title: str
    title_en: str
    short: str
    short_en: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A plan in brief.

    Attributes
    ----------
    version, layers
        As of `Plan`.
    about, report_about
        What texts the manifest and the report say of the plan: titles and the like.
    text_lang
        The language that the report is in.
    rows
        What a filter needs of each place, in the order of the layers.
    known
        The words that a link may hold.
    is_in_china
        Whether any place is, where maps have a datum of their own.
    """

    version: str
    about: Mapping[str, str]
    report_about: Mapping[str, str]
    text_lang: str
    tasks: tuple[TaskName, ...]
    layers: tuple[Layer, ...]
    rows: tuple[Row, ...]
    known: Known
    is_in_china: bool


class Read(NamedTuple):
    """What was made of a folder.

    Attributes
    ----------
    read_from
        `watch.fingerprint` of the folder before it was read.
    packed
        The map document, as gzip.
    labels, targets
        Of `labels_of` and `target_rows`, in the language of the plan.
    """

    brief: Brief
    read_from: str
    packed: bytes
    labels: dict[str, str]
    targets: tuple[list[TargetRow], list[TargetRow]]


def brief_of(plan: Plan) -> Brief:
    """Return a plan in brief."""
    from geo_app.exports.datums import datums_of

    places = plan.places
    recorded = recorded_about(plan)
    columns = places.index, places["layer"], places["tasks"]
    return Brief(
        version=plan.version,
        about=_texts(plan.about),
        report_about=_texts(plan.report.about),
        text_lang=plan.report.grammar.tag,
        tasks=tuple(
            TaskName(each.number, each.title, each.title_en, each.short, each.short_en)
            for each in plan.report.tasks
        ),
        layers=plan.layers,
        rows=tuple(
            Row(str(each), layer, tuple(tasks), str(each) in recorded)
            for each, layer, tasks in zip(*columns, strict=True)
        ),
        known=Known(
            tasks=tuple(task.number for task in plan.report.tasks),
            layers=tuple(layer.id for layer in plan.layers),
            places=_ids(places),
            lang=plan.lang,
        ),
        is_in_china=Datum.GCJ02 in datums_of(plan),
    )


def recorded_about(plan: Plan) -> frozenset[str]:
    """Return what something is on record of since: ids of places and targets, words of the ledger.

    That nothing was found is no record, and one of low confidence is not shown.
    """
    outcomes = plan.outcomes
    shown = (outcomes["confidence"] != Confidence.LOW) & (outcomes["status"] != Status.NO_RECORD)
    return frozenset(outcomes.loc[shown, "about"])


def labels_of(plan: Plan, lang: str) -> dict[str, str]:
    """Return the searchable label of each place: its name, and all by which one may look for it.

    The shorter name first: what was typed is more of it. 6号线 finds 地铁6号线 before 6号线东延段.
    """
    from geo_app.mapdoc.pinyin import syllables

    places, found = plan.places, []
    columns = (places[name] for name in ("name", "name_en", "aliases"))
    for place, zh, en, aliases in zip(places.index, *columns, strict=True):
        names = [zh, en] if lang == "zh" else [en, zh]
        sounds = syllables(zh)
        names += [*(aliases or ()), "".join(sounds), "".join(sound[:1] for sound in sounds)]
        said = list(dict.fromkeys(name for name in names if name))
        found.append((len(said[0]), str(place), " · ".join(said)))
    return {place: label for _, place, label in sorted(found, key=itemgetter(0))}


def _texts(about: Mapping[str, Any]) -> dict[str, str]:
    return {key: each for key, each in about.items() if isinstance(each, str)}


def _ids(places: GeoDataFrame) -> dict[str, str]:
    ids = {str(each): str(each) for each in places.index}
    for each, former in places["formerly"].items():
        ids.update(dict.fromkeys(former or (), str(each)))
    return ids
