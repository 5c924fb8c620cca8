"""Every word of the page, in Chinese and in English. Words of the map document are not here."""

from __future__ import annotations

from geo_app.text import LANGUAGES

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
    "outcome": ("有后续记录的", "With a recorded outcome"),
    "outcome-help": (
        "只看报告之后有公开记录的地点和目标；“未查到”不算记录。",
        "Only places and targets of which something was published since; “not found” is no record.",
    ),
    "outcome-name": ("有后续记录", "With a recorded outcome"),
    # exports
    "export": ("导出", "Export"),
    "export-all": ("导出全部 {n} 处", "Export all {n} places"),
    "export-shown": ("看到的 {n} 处", "The {n} shown"),
    "export-everything": ("全部 {n} 处", "All {n}"),
    "making": ("正在制作……", "Being made …"),
    "not-made": ("没有做成，请再试一次。", "It could not be made; try again."),
    "gone": (
        "服务器上已没有这一版数据，请重新载入页面。",
        "This version of the data is no longer served. Load the page again.",
    ),
    "more-formats": ("更多格式", "More formats"),
    "format": ("格式", "Format"),
    "datum": ("坐标系", "Datum"),
    "button-geojson": ("GeoJSON", "GeoJSON"),
    "button-gpkg": ("GeoPackage", "GeoPackage"),
    "button-kml": ("KML", "KML"),
    "button-pdf": ("海报 PDF", "Poster PDF"),
    "button-qgz": ("下载 QGIS", "Download QGIS"),
    "button-kmz": ("下载 KMZ", "Download KMZ"),
    "button-csv": ("下载 CSV", "Download CSV"),
    "button-xlsx": ("下载 XLSX", "Download XLSX"),
    "button-parquet": ("下载 GeoParquet", "Download GeoParquet"),
    "button-fgb": ("下载 FlatGeobuf", "Download FlatGeobuf"),
    "button-shp.zip": ("下载 Shapefile", "Download Shapefile"),
    "button-pmtiles": ("下载 PMTiles", "Download PMTiles"),
    "button-html": ("下载离线网页", "Download offline page"),
    "format-geojson": ("GeoJSON", "GeoJSON"),
    "format-gpkg": ("GeoPackage", "GeoPackage"),
    "format-kml": ("KML", "KML"),
    "format-pdf": ("海报 PDF", "Poster PDF"),
    "format-qgz": ("QGIS 项目 zip", "QGIS project, zip"),
    "format-kmz": ("KMZ", "KMZ"),
    "format-csv": ("CSV 表格", "CSV table"),
    "format-xlsx": ("Excel 工作簿", "Excel workbook"),
    "format-parquet": ("GeoParquet", "GeoParquet"),
    "format-fgb": ("FlatGeobuf", "FlatGeobuf"),
    "format-shp.zip": ("Shapefile zip", "Shapefile, zip"),
    "format-pmtiles": ("PMTiles 矢量切片", "PMTiles vector tiles"),
    "format-html": ("离线网页 HTML", "Offline page, HTML"),
    "about-geojson": ("全部属性与引文，原样嵌套。", "Everything, nested as it is."),
    "about-gpkg": (
        "带样式与底图的图层，引文、目标、进展各成一表。",
        "Styled layers with the ground; quotations, targets and outcomes as tables.",
    ),
    "about-kml": ("每图层一个文件夹，带颜色。", "A folder a layer, in our colours."),
    "about-pdf": ("A3，文字可搜索。", "A3; its text can be searched."),
    "about-qgz": (
        "项目与 GeoPackage 同在一个 zip，解压后打开 plan.qgz。",
        "Project and GeoPackage in one zip: unpack it, then open plan.qgz.",
    ),
    "about-kmz": ("同 KML，压缩。", "The same as KML, zipped."),
    "about-csv": ("每处一行，含经纬度与 WKT。", "A row a place, with lng, lat and WKT."),
    "about-xlsx": (
        "地点、引文、目标、进展、台账各一张表；没有轮廓。",
        "Places, quotations, targets, outcomes, ledger as sheets; no outlines.",
    ),
    "about-parquet": ("一张表，含坐标系，供分析。", "One table with its CRS, for analysis."),
    "about-fgb": ("一个文件，带空间索引，供网络读取。", "One file with a spatial index."),
    "about-shp.zip": (
        "短字段名，长文字另存为表；只有旧软件才需要。",
        "Short field names, long texts in side tables; for old programs only.",
    ),
    "about-pmtiles": (
        "缩放 3 至 8 级，每图层一层；制作要一两秒，大小做好才知。",
        "Zoom 3 to 8, a tile layer a layer; takes a second or two, size known once made.",
    ),
    "about-html": (
        "一个文件，断网也能打开，与本页的地图相同。",
        "One file that opens without a network: the map of this page.",
    ),
    "datum-wgs84": ("WGS 84（GPS）", "WGS 84 (GPS)"),
    "datum-cgcs2000": ("CGCS2000", "CGCS2000"),
    "datum-gcj02": ("GCJ-02（高德、腾讯）", "GCJ-02 (AMap, Tencent)"),
    "datum-bd09": ("BD-09（百度）", "BD-09 (Baidu)"),
    "about-datum-wgs84": (
        "多数软件所用；不确定就选它。",
        "What most programs take; if in doubt, this.",
    ),
    "about-datum-cgcs2000": (
        "国家坐标系；与 WGS 84 相差厘米级，数值不变，只改坐标系标识。",
        "The national datum: centimetres from WGS 84; same numbers, another label.",
    ),
    "about-datum-gcj02": (
        "位置挪动约 600 米，只配用这一坐标系的底图；文件名带 gcj02，不写坐标系代码。",
        "Moved by some 600 m to fit base maps in it; the name says gcj02, and no CRS is claimed.",
    ),
    "about-datum-bd09": (
        "位置挪动约一公里，只配百度底图；文件名带 bd09，不写坐标系代码。",
        "Moved by about 1 km to fit Baidu's maps; the name says bd09, and no CRS is claimed.",
    ),
    "about-datum-refused": (
        "这一格式规定用 WGS 84，换了坐标系就不真实。请另选格式，或选 WGS 84。",
        "This format is WGS 84 by its standard, anything else would lie. Choose another format, "
        "or WGS 84.",
    ),
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
    "plan": ("规划", "Plan"),
    "no-plan": (
        "这里没有名为“{what}”的规划，现在显示的是“{title}”。",
        "There is no plan “{what}” here; this is “{title}”.",
    ),
    "changed": (
        "数据文件有改动，本页还是改动之前的。",
        "The data files have changed; this page shows what they were before.",
    ),
    "changed-before": (
        "数据文件有改动，而本页的表格在改动之前还没有读入。",
        "The data files have changed before the tables of this page were read.",
    ),
    "reload": ("重新载入", "Reload"),
    "again": ("再试一次", "Try again"),
    "not-reloaded": (
        "改动后的文件有 {n} 处问题，仍显示原来的内容：",
        "Faults in the changed files: {n}. The page stays as it was.",
    ),
    "more-faults": ("另有 {n} 处。", "{n} more."),
    "faults": (
        "数据文件夹有 {n} 处问题，改好后再试一次。",
        "Faults in the data folder: {n}. Mend them and try again.",
    ),
    "none": ("没有地点符合这些条件", "No place meets these conditions"),
    "no-targets": ("没有目标符合这些条件", "No target meets these conditions"),
    # targets
    "promised": ("报告承诺", "Promised in the report"),
    "since": ("后来的记录", "What is on record since"),
    "newest": ("最近的记录：{date}。", "Newest record: {date}."),
    "note": ("备注", "Note"),
    "commitments": (
        "不指具体地点的承诺：图上没有，列在这里",
        "Commitments without a place: not on the map, so listed here",
    ),
    "no-outcome": ("本图尚无记录", "Nothing on record here"),
    "on-map": ("在地图上看 {n} 处", "Show {n} on the map"),
    "on-map-1": ("在地图上看", "Show on the map"),
    "citywide": ("不指具体地点", "Names no one place"),
    "more-records": ("另有 {n} 条", "{n} more"),
    "curator": ("编者所知，待核", "curator's knowledge, unchecked"),
    "targets-note": (
        "先是报告原文、指标与期限，期限只照原句；再是后来公开的记录，各注日期与出处。只陈述，不评判。"
        "有记录者在前，最近的最先。",
        "First the report's words, the indicator and the deadline, only as the sentence says it; "
        "then what was published since, each with date and source. Stated, not judged. "
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
