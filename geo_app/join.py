"""Text and layers → the joined `Plan`."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas
import orjson
import pandas as pd

from geo_app.errors import DataError
from geo_app.frames import places_frame, table_frame
from geo_app.gloss import scan_gloss
from geo_app.layers import Layers, scan_layers
from geo_app.mentions import Mention, find_mentions, names_of
from geo_app.plan import Plan
from geo_app.report import Report, scan_report
from geo_app.rulebook import CARE, rule_of

MENTION_COLUMNS = ["place_id", "task", "sentence", "start", "end", "text"]


def read_plan(folder: Path) -> Plan:
    """Read a data folder and join it.

    Parameters
    ----------
    folder
        Holds `seeds/` and `layers/`.

    Raises
    ------
    DataError
        With every fault of form, of text and layers both.
    """
    return join(*read_folder(folder))


def read_folder(folder: Path) -> tuple[Report, Layers, tuple[str, ...]]:
    """Read text, layers and glosses of a data folder; raise DataError with every fault of form."""
    report, faults = scan_report(folder / "seeds")
    layers, wrong = scan_layers(folder / "layers")
    if faults or report is None:
        raise DataError([*faults, *wrong])
    glosses, unread = scan_gloss(folder / "seeds", report)
    wrong += [each for each in unread if rule_of(each) not in CARE]
    if wrong:
        raise DataError(wrong)
    return report, layers, glosses


def join(report: Report, layers: Layers, glosses: tuple[str, ...]) -> Plan:
    """Join places to sentences; all must be free of faults of form."""
    places = places_frame(layers)
    mentions = [m for m in find_mentions(report, names_of(layers)) if m.place]
    direct = _mention_frame(report, mentions)
    through = _through_groups(direct, places)
    named: dict[str, set[int]] = {}
    for mention in (direct, through):
        for place, task in zip(mention["place_id"], mention["task"], strict=True):
            named.setdefault(place, set()).update({task} - {0})
    places.insert(0, "tasks", [tuple(sorted(named.get(place, ()))) for place in places.index])
    places = places[
        [*(c for c in places.columns if c not in ("tasks", "geometry")), "tasks", "geometry"]
    ]
    ids = {old: place for place, olds in places["formerly"].items() for old in olds or ()}
    return Plan(
        report=report,
        layers=layers.layers,
        about=layers.plan,
        context=layers.context,
        version=_version(report, layers, glosses),
        glosses=glosses,
        _places=places,
        _mentions=direct,
        _through=through,
        _targets=_targets(report, layers),
        _outcomes=table_frame(layers.tables.get("outcomes.csv", ()), "outcomes.csv"),
        _ledger=table_frame(layers.tables.get("ledger.csv", ()), "ledger.csv"),
        _ids=ids | {place: place for place in places.index},
    )


def _mention_frame(report: Report, mentions: Iterable[Mention]) -> pd.DataFrame:
    rows = [
        (m.place, report.sentences[m.sentence].task, m.sentence, *m.span, m.name.words)
        for m in mentions
    ]
    return pd.DataFrame(rows, columns=MENTION_COLUMNS)


def _through_groups(direct: pd.DataFrame, places: geopandas.GeoDataFrame) -> pd.DataFrame:
    """Give each member, of any depth, the mentions of its group where its own words are not."""
    members = {group: ids for group, ids in places["members"].items() if ids}
    own = set(zip(direct["place_id"], direct["sentence"], strict=True))
    rows = []
    for group, *where in direct[direct["place_id"].isin(members)].to_numpy().tolist():
        sentence = where[1]
        for member in _below(group, members):
            if (member, sentence) not in own:
                rows.append((member, *where, group))
                own.add((member, sentence))
    return pd.DataFrame(rows, columns=[*MENTION_COLUMNS, "group"])


def _below(group: str, members: Mapping[str, Iterable[str]]) -> list[str]:
    found: list[str] = []
    for member in members.get(group, ()):
        found += [member, *_below(member, members)]
    return found


def _targets(report: Report, layers: Layers) -> pd.DataFrame:
    frame = table_frame(layers.tables.get("targets.csv", ()), "targets.csv")
    starts = [sentence.span.start for sentence in report.sentences]
    frame["sentence"] = [
        _first_with(phrase or words, report, starts)
        for phrase, words in zip(frame["in"].tolist(), frame["words"].tolist(), strict=True)
    ]
    return frame


def _first_with(words: str, report: Report, starts: Sequence[int]) -> int:
    """Return the index of the first sentence that holds some words, or -1."""
    at = report.text.find(words)
    while at >= 0:
        index = bisect_right(starts, at) - 1
        if index >= 0 and at + len(words) <= report.sentences[index].span.end:
            return index
        at = report.text.find(words, at + 1)
    return -1


def _version(report: Report, layers: Layers, glosses: tuple[str, ...]) -> str:
    parts = [
        [report.sha256, glosses],
        [[dict(f.properties), f.geometry] for f in (*layers.places, *layers.context)],
        {name: [dict(row.cells) for row in rows] for name, rows in layers.tables.items()},
        [dict(layers.plan), {k: v for k, v in report.about.items()}],
    ]
    content = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(content).hexdigest()[:16]
