"""The layer contract, as one table that `check`, `tidy`, `layers/README.md` and the tests read.

A closed list says which words a property may hold; a `Property` or `Column` says what a
value looks like, whether it must be there, what it means, and who needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a value looks like in JSON."""

    SLUG = "an ASCII slug: a-z, 0-9 and single hyphens"
    SLUGS = "a list of slugs"
    TEXT = "a text that is not empty"
    TEXTS = "a list of texts"
    KIND = "a word of the list of kinds"
    BASIS = "a word of the list of bases"
    POSITIVE = "a number greater than 0"
    POSITION = "a position [lng, lat]"
    MENTIONS = 'a list of {"words", "task", "in"}'
    STATIONS = 'a list of {"name", "name_en", "lng", "lat"}'
    SOURCES = 'a list of {"title", "publisher", "date", "url", "says", "says_en"}'


class Basis(StrEnum):
    """How the geometry of a place is known."""

    SURVEYED = "surveyed"
    STATION_SEQUENCE = "station-sequence"
    OFFICIAL_EXTENT = "official-extent"
    DESCRIBED_EXTENT = "described-extent"
    COMPOSED = "composed"
    ALONG_RIVER = "along-river"
    SCHEMATIC = "schematic"


BASES: dict[str, str] = {
    Basis.SURVEYED: "positions read from a survey or an open map",
    Basis.STATION_SEQUENCE: "drawn through its stations, whose positions are known",
    Basis.OFFICIAL_EXTENT: "an outline that its authority published, or an administrative line",
    Basis.DESCRIBED_EXTENT: "limits published in words (roads, rivers, towns), drawn from them",
    Basis.COMPOSED: "made of named parts",
    Basis.ALONG_RIVER: "follows a river's centreline or banks",
    Basis.SCHEMATIC: "a sketch: only about there",
}

# Geometry types that a kind may have. A group's geometry is null: it is that of its members.
POINTS = ("Point", "MultiPoint")
LINES = ("LineString", "MultiLineString")
AREAS = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Kind:
    """A word of the closed list of kinds: its layer, its names, the geometry it may have."""

    id: str
    layer: str
    zh: str
    en: str
    geometry: tuple[str, ...]


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("new_town", "newtown", "新城", "new town", AREAS),
        Kind("functional_area", "newtown", "功能片区", "functional area", AREAS),
        Kind("new_area", "newtown", "国家级新区", "state-level new area", AREAS),
        Kind("partner_area", "newtown", "托管片区", "area under joint management", AREAS),
        Kind("industrial_park", "park", "产业园区", "industrial park", AREAS + POINTS),
        Kind("open_zone", "park", "开放平台", "opening-up zone", AREAS + POINTS),
        Kind("free_trade_block", "park", "自贸区块", "free-trade block", AREAS + POINTS),
        Kind("science_city", "sci", "科学城", "science city", AREAS),
        Kind("innovation_area", "sci", "科创板块", "innovation area", AREAS + POINTS),
        Kind("innovation_platform", "sci", "创新平台", "innovation platform", POINTS),
        Kind("metro_line", "rail", "地铁线", "metro line", LINES),
        Kind("maglev_line", "rail", "磁浮线", "maglev line", LINES),
        Kind("express_line", "rail", "市域快线", "regional express line", LINES),
        Kind("station", "hub", "车站", "railway station", AREAS + POINTS),
        Kind("airport", "hub", "机场", "airport", AREAS + POINTS),
        Kind("logistics_hub", "hub", "物流枢纽", "logistics hub", AREAS + POINTS),
        Kind("port", "water", "港口", "port", AREAS + POINTS),
        Kind("waterway", "water", "航道", "waterway", LINES),
        Kind("river", "water", "河流", "river", LINES + AREAS),
        Kind("river_crossing", "water", "过江通道", "river crossing", LINES),
        Kind("corridor", "corridor", "走廊", "corridor", LINES + AREAS),
        Kind("rail_corridor", "corridor", "高铁经济带", "high-speed rail belt", LINES),
        Kind("trade_corridor", "corridor", "通道", "trade corridor", LINES),
        Kind("scenic_area", "culture", "景区", "scenic area", AREAS + POINTS),
        Kind("heritage", "culture", "文化遗产", "heritage", AREAS + POINTS),
        Kind("water_tour", "culture", "水上旅游", "river cruise", LINES),
        Kind("park", "green", "公园", "park", AREAS),
        Kind("green_belt", "green", "绿心与生态廊道", "green heart or belt", AREAS + LINES),
        Kind("business_district", "biz", "商圈", "business district", AREAS + POINTS),
        Kind("trade_platform", "biz", "商贸平台", "trade platform", AREAS + POINTS),
        Kind("city", "region", "城市", "city", AREAS + POINTS),
        Kind("county", "region", "县市", "county or county-level city", AREAS + POINTS),
        Kind("region", "region", "区域", "region", AREAS + LINES + POINTS),
        Kind("circle", "region", "圈", "circle", AREAS),
    )
}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a feature, in the order in which `tidy` writes it."""

    name: str
    shape: Shape
    required: bool
    meaning: str
    example: str
    needed_by: str


PLACE: tuple[Property, ...] = (
    Property(
        "id",
        Shape.SLUG,
        True,
        "Authored, stable, unique over all layers; permalinks depend on it.",
        '"metro-line-06"',
        "links, tables",
    ),
    Property(
        "formerly",
        Shape.SLUGS,
        False,
        "Ids that this place had before; their links still open.",
        '["metro-line-6"]',
        "links",
    ),
    Property(
        "name", Shape.TEXT, True, "As the report writes it, in full.", '"地铁6号线"', "everything"
    ),
    Property(
        "name_en", Shape.TEXT, True, "English name.", '"Changsha Metro Line 6"', "English edition"
    ),
    Property(
        "short",
        Shape.TEXT,
        False,
        "Shorter name for the label on the map.",
        '"6号线"',
        "map labels",
    ),
    Property(
        "short_en",
        Shape.TEXT,
        False,
        "Shorter English name for the label.",
        '"Line 6"',
        "map labels",
    ),
    Property(
        "aliases",
        Shape.TEXTS,
        False,
        "Other names that a person would search for.",
        '["长沙地铁6号线"]',
        "search",
    ),
    Property("kind", Shape.KIND, True, "What it is; decides the layer.", '"metro_line"', "filters"),
    Property(
        "mentions",
        Shape.MENTIONS,
        False,
        "The exact words by which the report names it; where the words alone are ambiguous, with "
        "the task, or with the longer phrase `in` which they stand. Absent for members that the "
        "report does not name.",
        '[{"words": "7号线", "task": 5, "in": "6号线、7号线"}]',
        "the join",
    ),
    Property(
        "basis",
        Shape.BASIS,
        True,
        "How the geometry is known.",
        '"station-sequence"',
        "drawing, exports",
    ),
    Property(
        "accuracy_m",
        Shape.POSITIVE,
        False,
        "Positional accuracy in metres: about two thirds of the true outline or point lies within "
        "it. Required for every place but a group.",
        "100",
        "drawing, exports",
    ),
    Property(
        "extent_note",
        Shape.TEXT,
        True,
        "In words, Chinese: what the place covers, by the source.",
        '"谢家桥至黄花机场T1T2，34站"',
        "card",
    ),
    Property(
        "extent_note_en",
        Shape.TEXT,
        True,
        "The same in English.",
        '"Xiejiaqiao to the airport, 34 stations"',
        "card",
    ),
    Property(
        "area_km2",
        Shape.POSITIVE,
        False,
        "Area as the source states it, square kilometres; not measured from the drawing.",
        "602.79",
        "check, card",
    ),
    Property(
        "length_km",
        Shape.POSITIVE,
        False,
        "Length as the source states it, kilometres; not measured from the drawing.",
        "48.1",
        "check, card",
    ),
    Property(
        "deviation",
        Shape.TEXT,
        False,
        "Why the drawn size differs from the stated one: an area by more than 10 %, a length by "
        "more than 5 %; or why a group has more or fewer members than its words count. In Chinese.",
        '"来源所计含规划控制区，图上只绘核心区"',
        "check, exports",
    ),
    Property(
        "deviation_en",
        Shape.TEXT,
        False,
        "The same in English.",
        '"The source counts the control zone, the drawing the core alone"',
        "check, exports",
    ),
    Property(
        "seat",
        Shape.POSITION,
        False,
        "Where the name and the symbol stand, for a city or region: its seat.",
        "[113.634, 28.163]",
        "map labels",
    ),
    Property(
        "stations",
        Shape.STATIONS,
        False,
        "Stations along a line, in order.",
        '[{"name": "谢家桥", "name_en": "Xiejiaqiao", "lng": 112.83038, "lat": 28.17617}]',
        "map, check",
    ),
    Property(
        "sources",
        Shape.SOURCES,
        True,
        "Where it is known from. A url only to a trusted host; `publisher` is `curator` for own "
        "knowledge. `says` is what the source says, in a few words.",
        '[{"title": "…", "publisher": "红网", "date": "2022-06-28", "says": "…", "says_en": "…"}]',
        "card, exports",
    ),
    Property(
        "inferred",
        Shape.TEXT,
        False,
        "The report does not name it: the reasoning, in Chinese.",
        '"报告只写“4条延长线”；据轨道集团2021年答复"',
        "card",
    ),
    Property(
        "inferred_en",
        Shape.TEXT,
        False,
        "The same in English.",
        '"The report says only four extensions; …"',
        "card",
    ),
    Property(
        "members",
        Shape.SLUGS,
        False,
        "Makes the feature a group: ids of its members, in order. Its geometry is null and is "
        "composed of theirs.",
        '["metro-line-01-north", "metro-line-02-west"]',
        "groups",
    ),
    Property(
        "districts",
        Shape.TEXTS,
        False,
        "Districts or counties it lies in, in Chinese.",
        '["岳麓区", "长沙县"]',
        "card, filters",
    ),
)

# Properties of a feature in layers/context/: drawn beneath, never counted.
CONTEXT: tuple[Property, ...] = (
    Property(
        "name", Shape.TEXT, False, "Name in Chinese; none: no label.", '"浏阳河"', "map labels"
    ),
    Property("name_en", Shape.TEXT, False, "English name.", '"Liuyang River"', "map labels"),
    Property("kind", Shape.KIND, True, "A word of the list of context kinds.", '"river"', "map"),
    Property(
        "rank",
        Shape.POSITIVE,
        False,
        "1 is most important; decides from which zoom it shows.",
        "2",
        "map labels",
    ),
    Property("ref", Shape.TEXT, False, "Road or line number.", '"G0401"', "map labels"),
    Property("width_m", Shape.POSITIVE, False, "Mean width of a river, metres.", "150", "map"),
    Property("basis", Shape.BASIS, True, "How the geometry is known.", '"surveyed"', "attribution"),
    Property("accuracy_m", Shape.POSITIVE, True, "Positional accuracy, metres.", "120", "check"),
    Property(
        "source",
        Shape.TEXT,
        True,
        "Where it comes from, with the licence where there is one.",
        '"© OpenStreetMap contributors, ODbL 1.0"',
        "attribution",
    ),
)

CONTEXT_KINDS: dict[str, tuple[str, ...]] = {
    "river_area": AREAS,
    "island": AREAS,
    "lake": AREAS,
    "river": LINES,
    "hill": AREAS,
    "ring_road": LINES,
    "expressway": LINES,
    "arterial": LINES,
    "railway": LINES,
    "high_speed_railway": LINES,
    "metro_2021": LINES,
    "bridge": LINES,
    "district_label": ("Point",),
    "city_label": ("Point",),
    "county_seat": ("Point",),
    "town_label": ("Point",),
    "hill_label": ("Point",),
}

# A source may be linked only at its publisher's own host: many pages were read on mirrors, some
# on hijacked domains. A host matches exactly or as the end of a longer one after a dot.
TRUSTED_HOSTS: tuple[str, ...] = (
    "gov.cn",
    "rednet.cn",
    "voc.com.cn",
    "xinhuanet.com",
    "news.cn",
    "people.com.cn",
    "people.cn",
    "icswb.com",
    "changsha.cn",
    "cnr.cn",
    "cctv.com",
    "chinanews.com.cn",
    "csmtr.com",
    "thepaper.cn",
    "unesco.org",
    "openstreetmap.org",
    "naturalearthdata.com",
    "ourairports.com",
    "github.com",
    "pypi.org",
    "npmjs.com",
)


class Comparator(StrEnum):
    """How a target's value is meant."""

    REACH = "reach"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    EQUAL = "equal"
    DOUBLE = "double"
    FROM_ZERO = "from_zero"
    WITHIN = "within"
    BY = "by"


class Status(StrEnum):
    """What became of a place or a target: a fact, never a verdict."""

    OPENED = "opened"
    STARTED = "started"
    UNDER_CONSTRUCTION = "under_construction"
    APPROVED = "approved"
    CANCELLED = "cancelled"
    FIGURE = "figure"
    NO_RECORD = "no_record"


class Reason(StrEnum):
    """Why something that the report names is not drawn."""

    WHOLE_CITY = "whole-city"
    UNNAMED_PLURAL = "unnamed-plural"
    PROGRAMME_NOT_PLACE = "programme-not-place"
    OUTSIDE_MAP = "outside-map"
    UNKNOWN_LOCATION = "unknown-location"
    NOT_A_PLACE = "not-a-place"


class Confidence(StrEnum):
    """How far an outcome can be trusted; rows of low confidence are kept and not shown."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table in layers/. `values` is a closed list, or () where any text will do."""

    name: str
    required: bool
    meaning: str
    values: tuple[str, ...] = ()


TABLES: dict[str, tuple[Column, ...]] = {
    "targets.csv": (
        Column("id", True, "Stable slug, unique; outcomes refer to it."),
        Column("task", True, "Task number, 1 to 9."),
        Column("words", True, "The report's exact words that hold the number."),
        Column("in", False, "A longer phrase round the words, where they alone are ambiguous."),
        Column("indicator", True, "What is counted, in Chinese."),
        Column("indicator_en", True, "The same in English."),
        Column("comparator", True, "How the value is meant.", tuple(Comparator)),
        Column("value", True, "The number, as a plain number (12 for 12万人 with unit 万人)."),
        Column("unit", True, "Unit in Chinese."),
        Column("unit_en", True, "Unit in English."),
        Column("deadline", False, "As the sentence says it (到2025年, 5年内); never lent."),
        Column("deadline_en", False, "The same in English."),
        Column("places", False, "Ids of the places it speaks of, separated by spaces."),
    ),
    "outcomes.csv": (
        Column("id", True, "Stable slug, unique."),
        Column("about", True, "Id of a place or of a target, or the exact words of a ledger row."),
        Column("status", True, "What is recorded.", tuple(Status)),
        Column("as_of", True, "Date of the fact: 2024-07-04, 2024-07 or 2024."),
        Column("value", False, "A figure, as a plain number."),
        Column("unit", False, "Its unit."),
        Column("says", True, "One neutral sentence in Chinese."),
        Column("says_en", True, "The same in English."),
        Column("title", False, "Title of the source; empty only for no_record."),
        Column("publisher", False, "Publisher of the source; empty only for no_record."),
        Column("date", False, "Date of the source."),
        Column("words", False, "At most 40 characters of its words."),
        Column("url", False, "Only to a trusted host."),
        Column("confidence", True, "Rows of low confidence are not shown.", tuple(Confidence)),
        Column("note", False, "Where its definition differs, or what was looked for; in Chinese."),
        Column("note_en", False, "The same in English."),
    ),
    "ledger.csv": (
        Column("words", True, "The report's exact words."),
        Column("in", False, "A longer phrase round the words, where they alone are ambiguous."),
        Column("task", False, "Task number, where the words mean it only there."),
        Column("reason", True, "Why it is not drawn.", tuple(Reason)),
        Column("why", True, "A sentence in Chinese."),
        Column("why_en", True, "The same in English."),
    ),
    "numbers.csv": (
        Column("words", True, "The report's exact words that hold a number but no target."),
        Column("in", False, "A longer phrase round the words, where they alone are ambiguous."),
        Column("why", True, "Why it is no target, in Chinese."),
        Column("why_en", True, "The same in English."),
    ),
}
