"""A city that does not exist, of any size: its report in our grammar, and its layers.

The same size and seed always make the same city. Shares of kinds, bases, vertices and groups are
those of the Changsha plan, rounded; the sheet stays the same, so that more places are smaller
ones. `python -m benchmarks.generate FOLDER 10000` writes a data folder.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geo_app import schema
from geo_app.features import Feature, Layer, Row
from geo_app.layers import Layers
from geo_app.report import Report, parse_report

if TYPE_CHECKING:
    from geo_app.plan import Plan

SEED = 2021
TASKS = 9
WEST, SOUTH, EAST, NORTH = 112.47, 27.89, 113.70, 28.55
_KM = 1 / 111.2  # degrees of latitude
# Characters of place names, and of the prose between them: they share some, as real ones do.
_SYLLABLES = (
    "安柏宝北滨苍长晨澄池春翠丹大东端恩丰枫福甘高谷光桂海禾和恒红湖华怀江金锦靖开康兰乐梨礼莲林"
    "灵龙隆鹿麓洛马梅明木南宁沛平坪浦青清泉仁荣瑞沙山尚石松苏泰塘桃天望文梧溪仙祥新星秀雅扬阳义"
    "永玉元园云泽樟芷中洲紫"
)
_PROSE = (
    "坚持创新驱动",
    "着力提升发展质量",
    "完善公共服务",
    "优化空间布局",
    "推动产业集聚",
    "加快绿色转型",
    "让市民共享发展成果",
    "深化改革开放",
    "补齐基础设施短板",
    "增强城市承载能力",
    "打造宜居宜业的现代化新城",
    "促进文化和旅游深度融合",
    "严守生态保护红线",
    "健全现代物流体系",
    "培育壮大新兴产业",
)
_VERBS = ("建设", "推进", "提升", "加快", "完善", "支持", "做强", "打造")


class _Sort(NamedTuple):
    """A sort of place: how often it comes, how it is drawn, and how its names end."""

    kind: str
    share: int
    basis: str
    accuracy_m: int
    vertices: tuple[int, int]
    km: float
    endings: tuple[str, ...]


_SORTS = (
    _Sort("new_town", 6, "described-extent", 600, (12, 40), 2.2, ("新城", "片区")),
    _Sort("functional_area", 10, "described-extent", 500, (12, 40), 2.5, ("功能区", "新区")),
    _Sort("industrial_park", 12, "schematic", 1500, (1, 1), 0, ("产业园", "科技园")),
    _Sort("free_trade_block", 5, "described-extent", 400, (10, 21), 1.5, ("自贸区块",)),
    _Sort("innovation_area", 8, "described-extent", 500, (12, 40), 1.8, ("科创区", "大学城")),
    _Sort("metro_line", 6, "station-sequence", 150, (30, 60), 22, ("地铁线", "城际线")),
    _Sort("station", 8, "surveyed", 60, (1, 1), 0, ("东站", "西站", "南站")),
    _Sort("river", 6, "along-river", 150, (40, 80), 30, ("河", "江")),
    _Sort("river_crossing", 4, "described-extent", 300, (4, 12), 2, ("过江通道", "大桥")),
    _Sort("port", 4, "schematic", 800, (1, 1), 0, ("港",)),
    _Sort("corridor", 4, "schematic", 3000, (20, 40), 30, ("走廊", "经济带")),
    _Sort("scenic_area", 6, "surveyed", 200, (1, 1), 0, ("风景区", "古镇")),
    _Sort("park", 5, "official-extent", 100, (20, 60), 1.5, ("公园", "湿地")),
    _Sort("business_district", 6, "described-extent", 300, (8, 20), 0.9, ("商圈",)),
    _Sort("county", 2, "official-extent", 250, (80, 200), 12, ("县",)),
)
_GROUP_SHARE = 0.08
_LAYERS = (*dict.fromkeys(schema.KINDS[sort.kind].layer for sort in _SORTS),)


@dataclass(frozen=True, slots=True)
class City:
    """A generated city: the text of its report and the features of its layers."""

    text: str
    features: tuple[Feature, ...]
    context: tuple[Feature, ...]

    @property
    def sha256(self) -> str:
        """Of the text's UTF-8 bytes."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def report(self) -> Report:
        """Return the parsed report."""
        about = {"title": "虚构城市", "publisher": "基准", "date": "2021", "file": "report.txt"}
        report, faults = parse_report(
            self.text, "seeds/report.txt", about=about, sha256=self.sha256
        )
        if faults:
            raise RuntimeError(f"the generated text breaks the grammar: {faults[0]}")
        return report

    def layers(self) -> Layers:
        """Return the layers, as reading them from files would."""
        return Layers(
            plan=MappingProxyType(_ABOUT),
            layers=tuple(_layer(each) for each in _LAYERS),
            places=self.features,
            context=self.context,
            tables=MappingProxyType(dict[str, tuple[Row, ...]]()),
        )

    def plan(self) -> Plan:
        """Return the joined plan."""
        from geo_app.join import join

        report = self.report()
        return join(report, self.layers(), ("",) * len(report.sentences))

    def write(self, folder: Path) -> Path:
        """Write the city as a data folder; return it."""
        from geo_app.geojson import canonical

        seeds, layers = folder / "seeds", folder / "layers"
        for each in (seeds, layers / "plan", layers / "context"):
            each.mkdir(parents=True, exist_ok=True)
        (seeds / "report.txt").write_text(self.text, "utf-8")
        (seeds / "report.toml").write_text(
            f'file = "report.txt"\nsha256 = "{self.sha256}"\nencoding = "utf-8"\n'
            'title = "虚构城市"\npublisher = "基准"\ndate = "2021"\n',
            "utf-8",
        )
        (layers / "layers.toml").write_text(_manifest(), "utf-8")
        for layer in _LAYERS:
            mine = [each for each in self.features if each.layer == layer]
            (layers / "plan" / f"{layer}.geojson").write_text(canonical(map(_whole, mine)), "utf-8")
        beneath = canonical(map(_whole, self.context))
        (layers / "context" / "ground.geojson").write_text(beneath, "utf-8")
        return folder


_ABOUT: dict[str, Any] = {
    "title": "虚构城市",
    "title_en": "A city that does not exist",
    "home": [WEST, SOUTH, EAST, NORTH],
    "home_phone": [112.72, 27.93, 113.28, 28.44],
    "centre": [112.97, 28.20],
    "note": "示意图，非法定规划边界",
    "note_en": "Schematic, not statutory planning boundaries",
    "licence": "ODbL-1.0",
    "attribution": "generated",
}


def make_city(places: int, *, seed: int = SEED, text_bytes: int = 0) -> City:
    """Make a city.

    Parameters
    ----------
    places
        How many, groups among them.
    seed
        Another seed, another city.
    text_bytes
        The report is at least so long, UTF-8; every place is named in it at least once.
    """
    random = Random(f"{seed}/{places}")
    names = _names(random)
    features: list[Feature] = []
    for index in range(places):
        group = len(features) > 20 and random.random() < _GROUP_SHARE
        features.append(
            _group(random, names, index, features)
            if group
            else _place(random, names, index, _scale(places))
        )
    text = _text(random, [str(each.properties["name"]) for each in features], text_bytes)
    return City(text, tuple(features), tuple(_context(random)))


def _scale(places: int) -> float:
    return min(1.0, math.sqrt(100 / max(1, places)))


def _names(random: Random) -> Iterator[str]:
    """Yield stems that differ, of two or three characters."""
    seen: set[str] = set()
    while True:
        stem = "".join(random.choices(_SYLLABLES, k=2 if random.random() < 0.6 else 3))
        if len(seen) > 6000:
            stem += random.choice(_SYLLABLES)
        if stem not in seen:
            seen.add(stem)
            yield stem


def _place(random: Random, names: Iterator[str], index: int, scale: float) -> Feature:
    sort = random.choices(_SORTS, weights=[each.share for each in _SORTS])[0]
    name = next(names) + random.choice(sort.endings)
    geometry = _shape(random, sort, scale)
    accuracy = max(20, round(sort.accuracy_m * scale, 0))
    return _feature(index, name, sort.kind, {"basis": sort.basis, "accuracy_m": accuracy}, geometry)


def _group(random: Random, names: Iterator[str], index: int, before: Sequence[Feature]) -> Feature:
    first = random.choice(before)
    nearby = before[-400:]
    same = [f for f in nearby if f.layer == first.layer and f.geometry is not None] or nearby[:3]
    some = random.sample(same, k=min(len(same), random.randint(3, 5)))
    kind = str(some[0].properties["kind"])
    name = "、".join([next(names)]) + random.choice(("群", "组团", "板块"))
    members = {"basis": "composed", "members": [each.id for each in some]}
    return _feature(index, name, kind, members, None)


def _feature(
    index: int,
    name: str,
    kind: str,
    more: Mapping[str, Any],
    geometry: Mapping[str, Any] | None,
) -> Feature:
    layer = schema.KINDS[kind].layer
    found: dict[str, Any] = {
        "id": f"place-{index:06d}",
        "name": name,
        "name_en": f"Place {index} ({schema.KINDS[kind].en})",
        "aliases": [name[:2]],
        "kind": kind,
        "mentions": [{"words": name}],
        "extent_note": f"{name}以规划道路与水系为界，四至由文件载明",
        "extent_note_en": f"Bounded by planned roads and waters, place {index}",
        "sources": [
            {
                "title": f"关于{name}的批复",
                "publisher": "虚构日报",
                "date": "2021",
                "says": "范围与功能定位",
                "says_en": "Its extent and its function",
            }
        ],
        "districts": ["虚构区"],
        **more,
    }
    order = [each.name for each in schema.PLACE]
    properties = {key: found[key] for key in order if key in found}
    return Feature(
        f"plan/{layer}.geojson", index + 1, layer, MappingProxyType(properties), geometry
    )


def _shape(random: Random, sort: _Sort, scale: float) -> dict[str, Any]:
    lng, lat = random.uniform(WEST, EAST), random.uniform(SOUTH, NORTH)
    vertices = random.randint(*sort.vertices)
    size = sort.km * scale * _KM * random.lognormvariate(0, 0.4)
    if vertices == 1:
        return {"type": "Point", "coordinates": _position(lng, lat)}
    if schema.KINDS[sort.kind].geometry[0] == "LineString":
        return {"type": "LineString", "coordinates": _line(random, lng, lat, size, vertices)}
    return {"type": "Polygon", "coordinates": [_ring(random, lng, lat, size, vertices)]}


def _ring(random: Random, lng: float, lat: float, radius: float, vertices: int) -> list[Any]:
    """Return a closed ring, counter-clockwise, that never crosses itself."""
    a, b = random.uniform(0, 0.25), random.uniform(0, 0.12)
    p, q = random.uniform(0, 6), random.uniform(0, 6)
    ring = []
    for i in range(vertices):
        turn = 2 * math.pi * i / vertices
        r = radius * (1 + a * math.sin(2 * turn + p) + b * math.sin(5 * turn + q))
        ring.append(_position(lng + r * math.cos(turn) * 1.13, lat + r * math.sin(turn)))
    return [*ring, ring[0]]


def _line(random: Random, lng: float, lat: float, length: float, vertices: int) -> list[Any]:
    turn = random.uniform(0, 2 * math.pi)
    line = []
    for _ in range(vertices):
        line.append(_position(lng, lat))
        turn += random.gauss(0, 0.18)
        lng += length / vertices * math.cos(turn) * 1.13
        lat += length / vertices * math.sin(turn)
    return line


def _position(lng: float, lat: float) -> list[float]:
    return [round(lng, 5), round(lat, 5)]


def _text(random: Random, names: Sequence[str], text_bytes: int) -> str:
    """Return a report that names every name, in nine tasks."""
    order = [*names, *(name for name in names if random.random() < 0.4)]
    random.shuffle(order)
    per_task = -(-len(order) // TASKS)
    lines = ["虚构城市的九大重点任务", "", "  新的五年怎么干?规划给出了答案。", ""]
    prose_chars = max(0, text_bytes // 3 + 1000) // TASKS
    for task in range(1, TASKS + 1):
        mine = order[(task - 1) * per_task : task * per_task]
        lines += [f"关键词 {task}", "", f"  第{'一二三四五六七八九'[task - 1]}项任务", ""]
        lines += ["  着力开创新局面", "", "  【报告点击】", "", f"  {_clause(random)}。", ""]
        lines += ["  【具体举措】", "", *_body(random, mine, prose_chars)]
    return "\n".join([*lines, "  九大任务描绘新图景", ""])


def _body(random: Random, names: Sequence[str], chars: int) -> Iterator[str]:
    """Yield the measures of a task: a heading, then paragraphs of a few sentences."""
    yield from ("  完善空间布局", "")
    at, written = 0, 0
    while at < len(names) or written < chars or not at:
        sentences = []
        for _ in range(random.randint(2, 4)):
            some = names[at : at + random.randint(1, 4)]
            at = max(1, at + len(some))
            named = "、".join(some)
            sentences.append(
                f"{_clause(random)},{random.choice(_VERBS)}{named},{_clause(random)}。"
                if named
                else f"{_clause(random)},{_clause(random)},{_clause(random)}。"
            )
        paragraph = "".join(sentences)
        written += len(paragraph)
        yield from (f"  {paragraph}", "")


def _clause(random: Random) -> str:
    return random.choice(_PROSE)


def _context(random: Random) -> Iterator[Feature]:
    """Yield a river, ring roads, and names of towns."""
    lng, middle = (WEST + EAST) / 2, (SOUTH + NORTH) / 2
    rows: list[tuple[dict[str, Any], dict[str, Any]]] = []
    river = _line(random, lng, SOUTH - 0.1, 90 * _KM, 200)
    rows.append(
        (
            {"name": "虚构江", "kind": "river", "rank": 1, "width_m": 600},
            {"type": "LineString", "coordinates": river},
        )
    )
    for i in range(30):
        ring = _ring(random, lng, middle, (4 + i) * _KM, 120)
        rows.append(({"kind": "arterial", "rank": 3}, {"type": "LineString", "coordinates": ring}))
    for i in range(60):
        at = _position(random.uniform(WEST, EAST), random.uniform(SOUTH, NORTH))
        rows.append(
            (
                {"name": f"镇{i}", "kind": "town_label", "rank": 2},
                {"type": "Point", "coordinates": at},
            )
        )
    for line, (properties, geometry) in enumerate(rows, 1):
        known = {"basis": "surveyed", "accuracy_m": 100, "source": "generated"}
        both = MappingProxyType({**properties, **known})
        yield Feature("context/ground.geojson", line, "", both, geometry)


def _layer(id: str) -> Layer:
    return Layer(id, f"plan/{id}.geojson", id, id, f"{id}。", f"Layer {id}")


def _whole(feature: Feature) -> dict[str, Any]:
    return {"properties": dict(feature.properties), "geometry": feature.geometry}


def _manifest() -> str:
    parts = ["[plan]"]
    for key, value in _ABOUT.items():
        parts.append(f"{key} = {value if isinstance(value, list) else _quoted(value)}")
    for layer in map(_layer, _LAYERS):
        keys = ("id", "file", "title", "title_en", "description", "description_en")
        parts += ["", "[[layer]]", *(f"{key} = {_quoted(getattr(layer, key))}" for key in keys)]
    parts += ["", "[[context]]", 'file = "context/ground.geojson"', ""]
    return "\n".join(parts)


def _quoted(value: str) -> str:
    return f'"{value}"'


if __name__ == "__main__":
    make_city(int(sys.argv[2])).write(Path(sys.argv[1]))
