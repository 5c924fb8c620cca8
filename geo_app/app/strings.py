"""Every word of the page, in Chinese and in English. Words of the map document are not here."""

from __future__ import annotations

LANGUAGES = ("zh", "en")

# key: (zh, en). Interface Chinese has full-width punctuation; {n} and the like are filled in.
PAGE: dict[str, tuple[str, str]] = {
    "language": ("语言", "Language"),
    "lang-zh": ("中文", "中文"),
    "lang-en": ("English", "English"),
    "search": ("搜索", "Search"),
    "search-hint": ("地点、拼音、英文", "Place, pinyin, English"),
    "tasks": ("任务", "Tasks"),
    "layers": ("图层", "Layers"),
    "clear": ("清除筛选", "Clear filters"),
    "export": ("导出看到的 {n} 处", "Export the {n} places shown"),
    "poster": ("海报 PDF", "Poster PDF"),
    "tab": ("视图", "View"),
    "tab-map": ("地图", "Map"),
    "tab-targets": ("目标 {n}", "Targets {n}"),
    "tab-places": ("地点 {n}", "Places {n}"),
    "tab-coverage": ("覆盖", "Coverage"),
    "map": ("地图", "Map"),
    "loading": ("正在读取文本与图层……", "Reading text and layers …"),
    "lifted": (
        "已放宽筛选，以显示所选地点。",
        "The filter was widened to show what was chosen.",
    ),
    "bad-link": (
        "链接中有无法识别的内容，已忽略：{what}",
        "Parts of the link are unknown and were ignored: {what}",
    ),
    "faults": (
        "数据文件夹有 {n} 处问题，改好后重新载入本页。",
        "The data folder has {n} faults. Mend them and load this page again.",
    ),
    "none": ("没有地点符合这些条件", "No place meets these conditions"),
    "no-targets": ("没有目标符合这些条件", "No target meets these conditions"),
    # targets
    "promised": ("报告承诺", "Promised in the report"),
    "since": ("后来的记录", "What is on record since"),
    "no-outcome": ("本图尚无记录", "Nothing on record here"),
    "on-map": ("在地图上看 {n} 处", "Show {n} on the map"),
    "on-map-1": ("在地图上看", "Show on the map"),
    "citywide": ("不指具体地点", "Names no one place"),
    "more-records": ("另有 {n} 条", "{n} more"),
    "curator": ("编者所知，待核", "curator's knowledge, unchecked"),
    "targets-note": (
        "左：报告原文、指标与期限，期限只照原句。右：后来公开的记录，各注日期与出处；只陈述，不评判。"
        "有记录者在前，最近的最先。",
        "Left: the report's words, the indicator and the deadline, only as the sentence says it. "
        "Right: what was published since, each with date and source; stated, not judged. "
        "Entries with a record come first, the newest on top.",
    ),
    "opened": ("开通", "opened"),
    "started": ("开工", "started"),
    "under_construction": ("在建", "under construction"),
    "approved": ("获批", "approved"),
    "cancelled": ("取消", "cancelled"),
    "figure": ("数据", "figure"),
    "no_record": ("未查到", "not found"),
    "reach": ("达到 {v}", "reach {v}"),
    "at_least": ("不少于 {v}", "at least {v}"),
    "more_than": ("超过 {v}", "more than {v}"),
    "equal": ("{v}", "{v}"),
    "double": ("翻番", "double"),
    "from_zero": ("零的突破", "from zero"),
    "within": ("{v}以内", "within {v}"),
    "by": ("{v}", "by {v}"),
    # places
    "places-note": ("选一行，地图就显示它。", "Select a row to see it on the map."),
    "col-name": ("名称", "Name"),
    "col-other": ("英文名", "Chinese name"),
    "col-layer": ("图层", "Layer"),
    "col-kind": ("类别", "Kind"),
    "col-tasks": ("任务", "Tasks"),
    "col-basis": ("依据", "Basis"),
    "col-accuracy": ("精度（米）", "Accuracy (m)"),
    "col-sentences": ("句", "Sentences"),
    "group": ("组合", "group"),
    "surveyed": ("实测", "surveyed"),
    "station-sequence": ("依站点", "through its stations"),
    "official-extent": ("官方范围", "official extent"),
    "described-extent": ("依文字描述", "described in words"),
    "composed": ("由各部分组成", "composed of its parts"),
    "along-river": ("沿河", "along a river"),
    "schematic": ("示意", "schematic"),
    # coverage
    "coverage-note": (
        "报告提到的每个地名，要么画在图上，要么列在下面的台账里并说明原因。",
        "Every place that the report names is either drawn on the map or listed below, "
        "with the reason.",
    ),
    "by-task": ("各任务", "By task"),
    "ledger": ("台账：提到而未画 {n}", "Ledger: named and not drawn, {n}"),
    "col-task": ("任务", "Task"),
    "col-all-sentences": ("句数", "Sentences"),
    "col-with-place": ("含地点的句", "With a place"),
    "col-places": ("地点", "Places"),
    "col-words": ("报告用语", "Words of the report"),
    "col-reason": ("原因", "Reason"),
    "col-why": ("说明", "Why"),
    "all-tasks": ("全部", "all"),
    "other-text": ("引言与结尾", "Introduction, recap"),
    "total": ("合计", "Total"),
    "whole-city": ("指全市", "the whole city"),
    "unnamed-plural": ("未点名的若干处", "several, unnamed"),
    "programme-not-place": ("是项目，不是地点", "a programme, no place"),
    "outside-map": ("图外", "outside the map"),
    "unknown-location": ("位置不明", "location unknown"),
    "not-a-place": ("不是地名", "not a place"),
    "empty-ledger": ("台账为空。", "The ledger is empty."),
}


def say(key: str, lang: str, **values: object) -> str:
    """Return the words of a key in a language, filled in.

    Examples
    --------
    >>> say("tab-targets", "en", n=45)
    'Targets 45'
    """
    words = PAGE[key][LANGUAGES.index(lang)]
    return words.format(**values) if values else words
