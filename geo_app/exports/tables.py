"""Plan → related tables, with keys and names in both languages: for GeoPackage and PostGIS alike.

places ◁ quotes ▷ sentences;  targets ◁ target_places ▷ places;
outcomes ▷ places, targets or ledger
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo_app import measures, schema, style
from geo_app.exports.records import Record, about_flat, records, shown_outcomes, to_json
from geo_app.plan import Plan


class Type(StrEnum):
    """What a column holds. JSON is text in UTF-8, not escaped."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    JSON = "json"


class Column(NamedTuple):
    """A column: its type, its names, and the table whose key it holds, where it holds one."""

    name: str
    type: Type
    zh: str
    en: str
    refers: str = ""


class Table(NamedTuple):
    """A table whose first column is its key, unless `key` names more. Rows are in key order of
    the text or the layers; a place's geometry is the last cell of its row in `places`.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    key: tuple[str, ...]


def _columns(*given: tuple[str, Type, str, str] | tuple[str, Type, str, str, str]) -> Any:
    return tuple(Column(*each) for each in given)


_T, _I, _R, _B, _J = Type.TEXT, Type.INTEGER, Type.REAL, Type.BOOLEAN, Type.JSON

PLACE: tuple[Column, ...] = _columns(
    ("id", _T, "编号", "Id"),
    ("name", _T, "名称", "Name"),
    ("name_en", _T, "英文名", "English name"),
    ("short", _T, "简称", "Short name"),
    ("short_en", _T, "英文简称", "Short English name"),
    ("aliases", _J, "别名", "Aliases"),
    ("formerly", _J, "曾用编号", "Former ids"),
    ("layer", _T, "图层", "Layer", "layers"),
    ("kind", _T, "类型", "Kind"),
    ("kind_zh", _T, "类型（中文）", "Kind, in Chinese"),
    ("tasks", _J, "任务", "Tasks"),
    ("report_words", _T, "报告原文", "What the report says"),
    ("basis", _T, "依据", "Basis"),
    ("certainty", _T, "可靠程度", "Certainty"),
    ("accuracy_m", _R, "精度（米）", "Accuracy, metres"),
    ("extent_note", _T, "范围说明", "What it covers, Chinese"),
    ("extent_note_en", _T, "范围说明（英文）", "What it covers"),
    ("area_km2", _R, "面积（平方公里，据来源）", "Area as stated, km²"),
    ("length_km", _R, "长度（公里，据来源）", "Length as stated, km"),
    ("drawn_km2", _R, "图上面积（平方公里）", "Area as drawn, km²"),
    ("deviation", _T, "与来源的出入", "Why it differs, Chinese"),
    ("deviation_en", _T, "与来源的出入（英文）", "Why it differs from the source"),
    ("districts", _J, "所在区县", "Districts"),
    ("seat", _J, "驻地", "Seat, lng and lat"),
    ("stations", _J, "车站", "Stations"),
    ("members", _J, "组成", "Members"),
    ("inferred", _T, "推断依据", "Why inferred, Chinese"),
    ("inferred_en", _T, "推断依据（英文）", "Why inferred"),
    ("at_rest", _B, "平时画出", "Drawn at rest"),
    ("sources", _J, "出处", "Sources"),
    ("link", _T, "链接", "Link"),
)


def tables(plan: Plan) -> tuple[Table, ...]:
    """Return all tables, each after those that it refers to.

    The rows of `places` end with a geometry, WGS 84, which `columns` does not list.
    """
    return (
        _about(plan),
        _layers(plan),
        _sentences(plan),
        _places(plan),
        _quotes(plan),
        _targets(plan),
        _target_places(plan),
        _ledger(plan),
        _outcomes(plan),
    )


def place_rows(plan: Plan) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Yield a place's cells by column of `PLACE`, None where absent, and its geometry."""
    for record in records(plan):
        yield _place(record), record.geometry


def _place(record: Record) -> dict[str, Any]:
    given, shape = record
    accuracy = float(given.get("accuracy_m", 0))
    cells: dict[str, Any] = {column.name: given.get(column.name) for column in PLACE}
    cells["accuracy_m"] = accuracy or None
    cells["kind_zh"] = schema.KINDS[given["kind"]].zh
    cells["certainty"] = style.certainty(given["basis"], shape.geom_type, accuracy)
    cells["drawn_km2"] = measures.three_digits(measures.area_km2(shape)) if shape.area else None
    is_group = bool(given.get("members"))
    cells["at_rest"] = measures.is_at_rest(given["layer"], shape, accuracy, is_group)
    cells["report_words"] = "\n".join(quoted(quote) for quote in given["quotes"])
    for column in PLACE:
        value = cells[column.name]
        if column.type is Type.JSON and value is not None:
            cells[column.name] = to_json(value)
        elif column.type is Type.REAL and value is not None:
            cells[column.name] = float(value)
    return cells


def quoted(quote: Mapping[str, Any]) -> str:
    """Return a sentence with the task it belongs to.

    Examples
    --------
    >>> quoted({"task": 5, "text": "推进地铁6号线。"})
    '任务5：推进地铁6号线。'
    """
    return f"任务{quote['task']}：{quote['text']}" if quote["task"] else str(quote["text"])


def _about(plan: Plan) -> Table:
    columns = _columns(("key", _T, "项目", "Key"), ("value", _T, "内容", "Value"))
    return Table(
        "about",
        "来源与许可",
        "Where it comes from, licence",
        columns,
        tuple(about_flat(plan).items()),
        ("key",),
    )


def _layers(plan: Plan) -> Table:
    columns = _columns(
        ("id", _T, "编号", "Id"),
        ("position", _I, "次序", "Order in the legend"),
        ("title", _T, "名称", "Title, Chinese"),
        ("title_en", _T, "英文名", "Title"),
        ("description", _T, "说明", "Description, Chinese"),
        ("description_en", _T, "英文说明", "Description"),
    )
    rows = tuple(
        (each.id, i, each.title, each.title_en, each.description, each.description_en)
        for i, each in enumerate(plan.layers, 1)
    )
    return Table("layers", "图层", "Layers", columns, rows, ("id",))


def _sentences(plan: Plan) -> Table:
    columns = _columns(
        ("n", _I, "句号", "Number of the sentence"),
        ("task", _I, "任务（0：引言、尾声）", "Task, 0 in introduction and recap"),
        ("section", _T, "小节", "Section: a measure's heading, or intro, title, aim …"),
        ("place_in_section", _I, "节内次序", "Number within the section, 0 for a heading"),
        ("start_char", _I, "起（字）", "Start, characters into the file"),
        ("end_char", _I, "止（字）", "End, characters into the file"),
        ("text", _T, "原文", "Text, word for word"),
    )
    rows = tuple(
        (i, s.task, s.section, s.n, s.span.start, s.span.end, s.text)
        for i, s in enumerate(plan.report.sentences)
    )
    return Table("sentences", "报告的句子", "Sentences of the report", columns, rows, ("n",))


def _places(plan: Plan) -> Table:
    rows = tuple((*cells.values(), shape) for cells, shape in place_rows(plan))
    return Table("places", "地点", "Places", PLACE, rows, ("id",))


def _quotes(plan: Plan) -> Table:
    columns = _columns(
        ("place_id", _T, "地点", "Place", "places"),
        ("sentence", _I, "句号", "Sentence", "sentences"),
        ("task", _I, "任务", "Task"),
        ("measure", _T, "举措", "Measure"),
        ("start_char", _I, "起（字）", "Start, characters into the file"),
        ("end_char", _I, "止（字）", "End, characters into the file"),
        ("text", _T, "原文", "Text, word for word"),
        ("via", _T, "经由（组）", "The group through which it is named"),
    )
    number = {s.span.start: i for i, s in enumerate(plan.report.sentences)}
    rows = tuple(
        (
            *(place, number[q["start"]], q["task"], q["measure"], q["start"], q["end"]),
            *(q["text"], q.get("via")),
        )
        for place in plan.places.index
        for q in plan.quotes(place)
    )
    return Table("quotes", "引文", "Quotations", columns, rows, ("place_id", "sentence"))


def _targets(plan: Plan) -> Table:
    columns = _columns(
        ("id", _T, "编号", "Id"),
        ("task", _I, "任务", "Task"),
        ("sentence", _I, "句号", "Sentence", "sentences"),
        ("words", _T, "原文用词", "Words of the report"),
        ("within", _T, "所在短语", "The phrase they stand in"),
        ("indicator", _T, "指标", "Indicator, Chinese"),
        ("indicator_en", _T, "指标（英文）", "Indicator"),
        ("comparator", _T, "要求", "How the value is meant"),
        ("value", _R, "数值", "Value"),
        ("unit", _T, "单位", "Unit, Chinese"),
        ("unit_en", _T, "单位（英文）", "Unit"),
        ("deadline", _T, "期限", "Deadline, Chinese"),
        ("deadline_en", _T, "期限（英文）", "Deadline"),
    )
    frame = plan.targets.rename(columns={"in": "within"})
    frame["sentence"] = [n if n >= 0 else None for n in frame["sentence"]]
    return Table("targets", "目标", "Targets", columns, _rows(frame, columns), ("id",))


def _target_places(plan: Plan) -> Table:
    columns = _columns(
        ("target_id", _T, "目标", "Target", "targets"),
        ("place_id", _T, "地点", "Place", "places"),
    )
    here = set(plan.places.index)
    rows = tuple(
        (target, place)
        for target, places in plan.targets[["id", "places"]].itertuples(index=False)
        for place in dict.fromkeys(places.split())
        if place in here
    )
    return Table(
        "target_places",
        "目标所指地点",
        "Places of targets",
        columns,
        rows,
        tuple(column.name for column in columns),
    )


def _outcomes(plan: Plan) -> Table:
    columns = _columns(
        ("id", _T, "编号", "Id"),
        ("place_id", _T, "地点", "Place", "places"),
        ("target_id", _T, "目标", "Target", "targets"),
        ("ledger_n", _I, "台账序号", "Number in the ledger", "ledger"),
        ("status", _T, "状态", "Status"),
        ("as_of", _T, "截至", "As of"),
        ("value", _R, "数值", "Value"),
        ("unit", _T, "单位", "Unit"),
        ("says", _T, "进展", "What became of it, Chinese"),
        ("says_en", _T, "进展（英文）", "What became of it"),
        ("title", _T, "来源标题", "Source title"),
        ("publisher", _T, "发布者", "Publisher"),
        ("date", _T, "发布日期", "Source date"),
        ("words", _T, "来源用词", "Words of the source"),
        ("url", _T, "网址", "Link"),
        ("confidence", _T, "把握", "Confidence"),
        ("note", _T, "备注", "Note, Chinese"),
        ("note_en", _T, "备注（英文）", "Note"),
    )
    frame = shown_outcomes(plan).copy()
    for column, ids in (("place_id", plan.places.index), ("target_id", plan.targets["id"])):
        frame[column] = frame["about"].where(frame["about"].isin(ids), None)
    numbers = {words: n for n, words in enumerate(plan.ledger["words"], 1)}
    frame["ledger_n"] = frame["about"].map(numbers)
    return Table("outcomes", "进展", "What became of it", columns, _rows(frame, columns), ("id",))


def _ledger(plan: Plan) -> Table:
    columns = _columns(
        ("n", _I, "序号", "Number"),
        ("words", _T, "原文用词", "Words of the report"),
        ("within", _T, "所在短语", "The phrase they stand in"),
        ("task", _I, "任务", "Task"),
        ("reason", _T, "原因", "Reason"),
        ("why", _T, "为何不画", "Why it is not drawn, Chinese"),
        ("why_en", _T, "为何不画（英文）", "Why it is not drawn"),
    )
    frame = plan.ledger.rename(columns={"in": "within"})
    frame["n"] = range(1, len(frame) + 1)
    en = "Named and not drawn"
    return Table("ledger", "点名而未画", en, columns, _rows(frame, columns), ("n",))


def _rows(frame: pd.DataFrame, columns: Iterable[Column]) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        tuple(_cell(row[column.name], column.type) for column in columns)
        for row in frame.to_dict("records")
    )


def _cell(value: Any, type_: Type) -> Any:
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    return {Type.INTEGER: int, Type.REAL: float}.get(type_, str)(value)
