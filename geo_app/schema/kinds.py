"""What kind a place is, how it is known, and with which geometry it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
