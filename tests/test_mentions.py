"""Mentions: the rule on small texts, and tricky cases of the report itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_app.api import Plan
from geo_app.mentions import Name, find_mentions
from geo_app.report import Report, parse_report


def _report(sentence: str) -> Report:
    text = f"关键词 1\n任务\n  【报告点击】\n  说明。\n  【具体举措】\n  标题\n  {sentence}\n"
    return parse_report(text, "x")[0]


def _found(sentence: str, *names: Name) -> list[tuple[str, str]]:
    report = _report(sentence)
    return [(m.place, report.quote(m.span)) for m in find_mentions(report, names)]


def test_the_longest_words_win() -> None:
    names = Name("长沙", "city"), Name("长沙县", "county"), Name("湘江", "river")
    assert _found("推动长沙县和长沙、湘江。", *names) == [
        ("county", "长沙县"), ("city", "长沙"), ("river", "湘江"),
    ]  # fmt: skip


def test_nothing_overlaps_and_the_left_one_wins() -> None:
    names = Name("长株潭", "czt"), Name("株洲", "zhuzhou"), Name("潭中", "x")
    assert _found("长株潭中心和株洲。", *names) == [("czt", "长株潭"), ("zhuzhou", "株洲")]


def test_words_of_the_ledger_take_part() -> None:
    assert _found("浏阳河边的浏阳。", Name("浏阳", "liuyang"), Name("浏阳河", "")) == [
        ("", "浏阳河"), ("liuyang", "浏阳"),
    ]  # fmt: skip


def test_a_phrase_is_a_condition_and_a_shorter_name_may_then_hold() -> None:
    names = Name("武汉", "wuhan", within="武汉、南昌都市圈"), Name("武", "wu")
    assert _found("武汉。", *names) == [("wu", "武")]
    assert _found("与武汉、南昌都市圈。", *names) == [("wuhan", "武汉")]


def test_two_places_may_share_the_same_words() -> None:
    assert _found("铜官窑。", Name("铜官窑", "a"), Name("铜官窑", "b")) == [
        ("a", "铜官窑"), ("b", "铜官窑"),
    ]  # fmt: skip


_letters = st.text("甲乙丙", min_size=1, max_size=4)


@given(st.text("甲乙丙", min_size=1, max_size=30), st.lists(_letters, max_size=6))
def test_the_pass_agrees_with_the_rule_said_slowly(text: str, words: list[str]) -> None:
    report = _report(text + "。")
    names = [Name(word, word) for word in dict.fromkeys(words)]
    found = [
        (m.span.start, m.span.end)
        for m in find_mentions(report, names)
        if report.sentences[m.sentence].kind == "sentence"
    ]
    start = report.sentences[-1].span.start
    expected, at = [], 0
    while at < len(text):
        here = [word for word in words if text.startswith(word, at)]
        if here:
            longest = max(map(len, here))
            expected.append((start + at, start + at + longest))
            at += longest
        else:
            at += 1
    assert found == expected


# task, a phrase of the report, the words in it, and the place that they name
CASES = [
    (5, "推动长沙县、浏阳市和宁乡市城区", "长沙县", "changsha-county"),
    (5, "推动长沙县、浏阳市和宁乡市城区", "浏阳市", "liuyang-city"),
    (5, "推动长沙县、浏阳市和宁乡市城区", "宁乡市", "ningxiang-city"),
    (6, "支持浏阳等创建乡村振兴示范县", "浏阳", "liuyang-city"),
    (4, "湘江生态走廊、绿心中央公园", "绿心中央公园", "green-heart-central-park"),
    (8, "高标准建设绿心中央公园", "绿心中央公园", "green-heart-central-park"),
    (8, "坚决守护长株潭生态绿心", "长株潭生态绿心", "czt-green-heart"),
    (3, "发挥湖南湘江新区先行先试优势", "湖南湘江新区", "xiangjiang-new-area"),
    (4, "创新湖南湘江新区托管", "湖南湘江新区", "xiangjiang-new-area"),
    (8, "支持湖南湘江新区、", "湖南湘江新区", "xiangjiang-new-area"),
    (4, "托管湘潭九华、岳阳湘阴片区机制", "湘潭九华", "jiuhua-area"),
    (4, "托管湘潭九华、岳阳湘阴片区机制", "岳阳湘阴片区", "xiangyin-area"),
    (4, "主动对接株洲、湘潭两市", "株洲", "zhuzhou"),
    (4, "主动对接株洲、湘潭两市", "湘潭", "xiangtan"),
    (4, "强化与岳阳、衡阳联动发展", "岳阳", "yueyang"),
    (4, "强化与岳阳、衡阳联动发展", "衡阳", "hengyang"),
    (4, "打造京广、沪昆、渝长厦高铁经济带", "京广", "belt-jingguang"),
    (4, "打造京广、沪昆、渝长厦高铁经济带", "沪昆", "belt-hukun"),
    (4, "打造京广、沪昆、渝长厦高铁经济带", "渝长厦", "belt-yuchangxia"),
    (4, "促进洞庭湖、湘南、大湘西三大板块", "洞庭湖", "dongting-block"),
    (4, "促进洞庭湖、湘南、大湘西三大板块", "湘南", "xiangnan"),
    (4, "促进洞庭湖、湘南、大湘西三大板块", "大湘西", "daxiangxi"),
    (4, "与武汉、南昌都市圈的深度链接", "武汉", "wuhan-metro"),
    (4, "与武汉、南昌都市圈的深度链接", "南昌都市圈", "nanchang-metro"),
    (5, "加快地铁6号线、7号线和4条延长线建设", "地铁6号线", "metro-line-06"),
    (5, "加快地铁6号线、7号线和4条延长线建设", "7号线", "metro-line-07"),
    (5, "加快地铁6号线、7号线和4条延长线建设", "4条延长线", "four-extension-lines"),
    (5, "启动长宁和长浏快线建设", "长宁", "changning-express"),
    (5, "启动长宁和长浏快线建设", "长浏快线", "changliu-express"),
    (5, "打通4条过江通道", "4条过江通道", "four-river-crossings"),
    (5, "湘江和浏阳河两岸百里画廊", "湘江和浏阳河两岸百里画廊", "hundred-li-gallery"),
    (5, "滨江金融、国际会展、高铁西城、南部融城等", "滨江金融", "binjiang-finance"),
    (5, "滨江金融、国际会展、高铁西城、南部融城等", "国际会展", "international-exhibition"),
    (5, "滨江金融、国际会展、高铁西城、南部融城等", "高铁西城", "hsr-west-city"),
    (5, "滨江金融、国际会展、高铁西城、南部融城等", "南部融城", "south-rongcheng"),
    (5, "塑造隆平、大泽湖、大王山三大特色功能片区", "隆平", "longping"),
    (5, "塑造隆平、大泽湖、大王山三大特色功能片区", "大泽湖", "dazehu"),
    (5, "塑造隆平、大泽湖、大王山三大特色功能片区", "大王山", "dawangshan"),
    (5, "打造金阳新城、金洲新城、金霞新城三大产业功能片区", "金阳新城", "jinyang-new-town"),
    (5, "“十个重大城市片区”", "十个重大城市片区", "ten-city-zones"),
    (7, "“长沙铜官窑陶瓷烧制技艺”", "长沙铜官窑陶瓷烧制技艺", "tongguan-craft"),
    (7, "推动苍坊旅游区、铜官窑、石燕湖等", "铜官窑", "tongguan-kiln"),
    (7, "推动苍坊旅游区、铜官窑、石燕湖等", "苍坊旅游区", "cangfang"),
    (7, "推动苍坊旅游区、铜官窑、石燕湖等", "石燕湖", "shiyan-lake"),
    (7, "岳麓书院“实事求是”思想路线", "岳麓书院", "yuelu-academy"),
    (7, "将马栏山视频文创产业园打造为", "马栏山视频文创产业园", "malanshan"),
    (8, "马栏山视频文创产业园等开展", "马栏山视频文创产业园", "malanshan"),
    (3, "打造湖南自贸试验区长沙片区", "湖南自贸试验区长沙片区", "ftz-changsha"),
    (8, "湖南自贸试验区长沙片区、马栏山", "湖南自贸试验区长沙片区", "ftz-changsha"),
    (3, "联动长沙临空经济示范区、黄花综合保税区", "长沙临空经济示范区", "airport-economy-zone"),
    (3, "联动长沙临空经济示范区、黄花综合保税区", "黄花综合保税区", "huanghua-bonded-zone"),
    (4, "加强霞凝港区、铜官港区、靖港港区与城陵矶港", "霞凝港区", "xianing-port"),
    (4, "加强霞凝港区、铜官港区、靖港港区与城陵矶港", "铜官港区", "tongguan-port"),
    (4, "加强霞凝港区、铜官港区、靖港港区与城陵矶港", "靖港港区", "jinggang-port"),
    (4, "城陵矶港和虞公港联动", "虞公港", "yugong-port"),
    (4, "建设湘江东岸先进制造业走廊", "湘江东岸先进制造业走廊", "east-mfg-corridor"),
    (4, "湘江西岸科创走廊", "湘江西岸科创走廊", "west-innovation-corridor"),
    (2, "河西科技创新走廊", "河西科技创新走廊", "hexi-innovation-corridor"),
    (8, "推进“一江六河”综合治理", "一江六河", "one-river-six-rivers"),
    (6, "与湘西龙山、西藏贡嘎等地", "湘西龙山", "longshan-county"),
    (6, "与湘西龙山、西藏贡嘎等地", "西藏贡嘎", "gonggar-county"),
    (3, "提升长沙港与省内", "长沙港", "changsha-port"),
    (5, "以五一商圈、袁家岭中央文化区", "五一商圈", "wuyi-business-district"),
]


@pytest.mark.parametrize(("task", "phrase", "words", "place"), CASES)
def test_the_words_of_the_report_name_the_place(
    plan: Plan, task: int, phrase: str, words: str, place: str
) -> None:
    sentences = plan.sentences
    here = sentences[
        (sentences["task"] == task) & sentences["text"].str.contains(phrase, regex=False)
    ]
    assert len(here), phrase
    start = here["start"].iloc[0] + here["text"].iloc[0].index(phrase) + phrase.index(words)
    mentions = plan.mentions
    hits = mentions[(mentions["start"] == start) & (mentions["end"] == start + len(words))]
    assert place in set(hits["place_id"]), hits


@pytest.mark.parametrize(
    ("phrase", "place"),
    [
        ("轨道上的长株潭", "zhuzhou"),
        ("湘江和浏阳河两岸百里画廊", "liuyang-city"),
        ("湖南湘江新区", "xiangjiang-waterway"),
        ("长沙铜官窑陶瓷烧制技艺", "tongguan-kiln"),
        ("岳阳湘阴片区", "yueyang"),
        ("湘潭九华", "xiangtan"),
    ],
)
def test_a_longer_name_is_not_the_shorter_place(plan: Plan, phrase: str, place: str) -> None:
    text = plan.report.text
    mentions = plan.mentions[plan.mentions["place_id"] == place]
    at = text.find(phrase)
    assert at >= 0
    while at >= 0:
        inside = mentions[(mentions["start"] >= at) & (mentions["end"] <= at + len(phrase))]
        assert inside.empty
        at = text.find(phrase, at + 1)


def test_a_group_names_its_members_and_is_told_apart(plan: Plan) -> None:
    through = plan.through[plan.through["place_id"] == "xiangluzhou-bridge"]
    assert set(through["group"]) == {"four-river-crossings"}
    assert plan.mentions[plan.mentions["place_id"] == "xiangluzhou-bridge"].empty
    assert plan.places.loc["xiangluzhou-bridge", "tasks"] == (5,)
    assert {quote["via"] for quote in plan.quotes("xiangluzhou-bridge")} == {"four-river-crossings"}
    assert "via" not in plan.quotes("four-river-crossings")[0]


def test_a_place_named_in_the_sentence_is_not_named_through_its_group(plan: Plan) -> None:
    quotes = [q for q in plan.quotes("jinyang-new-town") if q["task"] == 5]
    assert quotes
    assert all("via" not in quote for quote in quotes)
