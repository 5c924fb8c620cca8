"""The properties of a feature, of the plan and of what lies beneath."""

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
