"""Words of the pictures, Chinese and English."""

from __future__ import annotations

# key: (zh, en)
WORDS: dict[str, tuple[str, str]] = {
    "lead": (
        "{subtitle}里的地点，用报告自己的话标出。",
        "The places named in the {subtitle}, in its own words.",
    ),
    "lead_plain": ("报告里的地点，用报告自己的话标出。", "Places of the report, in its own words."),
    "whole": ("全市", "The whole city"),
    "centre": ("中心城区", "The centre"),
    "n_places": ("{n} 处", "{n} places"),
    "n_place": ("{n} 处", "1 place"),
    "km": ("公里", "km"),
    "m": ("米", "m"),
    "surveyed": ("实测或官方", "Surveyed or official"),
    "derived": ("依资料推算", "Derived"),
    "schematic": ("示意，边缘带宽即误差", "Schematic; the band is as wide as the error"),
    "circle": ("点位误差圈", "Error of a point"),
    "numbered": ("数字为地点编号，见索引", "Numbers: see the index"),
    "nine": ("九宫格：提到它的任务", "Nine squares: the tasks that name it"),
    "marked": ("报告点名的原话", "The report's own words for it"),
    "inset": ("框内另有编号，见{centre}图", "More numbers inside: see {centre}"),
    "beyond": ("图外还有 {n} 处，见索引", "{n} more beyond the map: see the index"),
    "made_of": ("含", "includes"),
    "wide": ("范围大于本图", "larger than the map"),
    "vague": ("走向不详，未画", "course unknown, not drawn"),
    "inferred": ("报告未点名，按资料推断", "Not named in the report; inferred"),
    "no_quote": ("报告未直接点名", "not named by itself"),
    "no_room": ("图上无处标号：{numbers}", "No room on the maps for: {numbers}"),
    "report": (
        "原文：{publisher}《{title}》，{date}",
        'Report: {publisher}, "{title}", {date}',
    ),
    "sources": ("地点资料：{names}", "Sources of places: {names}"),
    "and_more": ("等 {n} 家", "and others, {n} in all"),
    "curator": ("编者所知", "curator's knowledge"),
    "licence": ("数据许可 {licence}", "Data licence {licence}"),
    "version": ("数据版本 {version}", "Plan version {version}"),
    "datum": (
        "WGS 84（EPSG:4326），墨卡托投影",
        "WGS 84 (EPSG:4326), Mercator projection",
    ),
    "sheet": ("第 {n} 张，共 {all} 张", "Sheet {n} of {all}"),
    "continued": ("索引续见第 {n} 张", "Index continued on sheet {n}"),
    "alt": ("{title}：海报，第 {n} 张", "{title}: poster, sheet {n}"),
    "N": ("北", "N"),
    "NE": ("东北", "NE"),
    "E": ("东", "E"),
    "SE": ("东南", "SE"),
    "S": ("南", "S"),
    "SW": ("西南", "SW"),
    "W": ("西", "W"),
    "NW": ("西北", "NW"),
}


class Speech:
    """Says things in one language."""

    def __init__(self, lang: str) -> None:
        self.english = lang == "en"

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key, its {…} filled in."""
        return WORDS[key][self.english].format(**values)

    def pick(self, zh: object, en: object) -> str:
        """Return the text of this language; the Chinese one where English is missing."""
        return str(en if self.english and en else zh or "")
