"""Each rule has a broken city and its message; a sound city has none; nothing is a traceback."""

from __future__ import annotations

import copy
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_app.checks import check
from geo_app.checks.quantities import values_in
from geo_app.geojson import canonical, read_features
from geo_app.rulebook import CARE, RULES, At, folded, rule_of, shown
from geo_app.rules.sizes import area_km2, length_km, size_faults

HERE = Path(__file__).resolve().parent
CASES = sorted(path.name for path in (HERE / "faults").iterdir() if path.is_dir())


def break_city(city: Path, case: Path) -> None:
    """Lay the files of a case over the city; remove.txt lists those that are to go."""
    shutil.copytree(
        case, city, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt", "remove.txt")
    )
    removed = case / "remove.txt"
    for name in removed.read_text("utf-8").split() if removed.exists() else ():
        (city / name).unlink()


def test_the_city_is_sound(city: Path) -> None:
    assert check(city) == []


def test_the_changsha_plan_can_be_checked(changsha: Path) -> None:
    assert [str(each) for each in check(changsha)] == []


@pytest.mark.parametrize("case", CASES)
def test_a_broken_city_has_its_message(case: str, city: Path) -> None:
    folder = HERE / "faults" / case
    break_city(city, folder)
    found = check(city)
    assert "".join(f"{each}\n" for each in found) == (folder / "expected.txt").read_text("utf-8")
    assert [rule_of(each) for each in found] == [case]  # one root cause, one line


def test_every_rule_has_a_broken_city() -> None:
    assert set(CASES) == set(RULES)
    assert set(RULES) > CARE


@pytest.mark.parametrize("missing", ["seeds", "layers"])
def test_half_a_folder_is_one_fault(city: Path, missing: str) -> None:
    shutil.rmtree(city / missing)
    (found,) = check(city)
    assert missing in found.what


def test_no_folder_is_one_fault(tmp_path: Path) -> None:
    assert len(check(tmp_path / "none")) == 1


def test_a_broken_report_hides_no_fault_of_the_layers(city: Path) -> None:
    break_city(city, HERE / "faults" / "slug")
    text = city / "seeds" / "qingshi.txt"
    text.write_text(text.read_text("utf-8").replace("关键词 2", "关键词 3"), "utf-8")
    found = [(each.file, each.feature) for each in check(city)]
    assert ("layers/plan/rail.geojson", "tram-line-01") in found
    assert {file for file, _ in found} == {
        "layers/plan/rail.geojson",
        "seeds/qingshi.txt",
    }


def test_a_row_whose_cells_have_moved_is_one_fault(city: Path) -> None:
    table = city / "layers" / "outcomes.csv"
    table.write_text(table.read_text("utf-8") + "tram-late,2024-13-01,opened,It opened\n", "utf-8")
    (found,) = check(city)
    assert found.what == "the row has 4 cells, the header 15."


def test_faults_of_several_files_come_sorted(city: Path) -> None:
    for case in ("slug", "cell-number", "ring-winding"):
        break_city(city, HERE / "faults" / case)
    found = check(city)
    assert found == sorted(found)
    assert {rule_of(each) for each in found} == {"slug", "cell-number", "ring-winding"}


def test_bom_and_windows_line_ends_are_no_fault(city: Path) -> None:
    for path in (city / "layers").rglob("*.*"):
        windows = path.read_text("utf-8").replace("\n", "\r\n").encode()
        path.write_bytes(b"\xef\xbb\xbf" + windows)
    assert check(city) == []


@pytest.mark.parametrize(
    ("encoding", "says"), [("gb18030", "GB 18030"), ("utf-16", "UTF-16"), ("latin-1", "")]
)
def test_what_excel_writes_is_recognised(city: Path, encoding: str, says: str) -> None:
    table = city / "layers" / "ledger.csv"
    text = table.read_text("utf-8") if says else "words,in\né,ü\n"
    table.write_bytes(text.encode(encoding))
    (found,) = check(city)
    assert rule_of(found) == "file-not-utf8"
    assert ("looks like" in found.what) == bool(says)
    assert says in found.what
    assert "CSV UTF-8" in found.mend


@pytest.mark.parametrize("sign", [";", "\t"])
def test_a_table_without_commas_is_one_fault(city: Path, sign: str) -> None:
    table = city / "layers" / "targets.csv"
    table.write_text(table.read_text("utf-8").replace(",", sign), "utf-8")
    assert [rule_of(each) for each in check(city)] == ["table-parted"]


def test_a_row_of_nothing_is_none_and_a_short_one_is_one_fault(city: Path) -> None:
    table = city / "layers" / "targets.csv"
    text = table.read_text("utf-8")
    table.write_text(text + ",,,,,,,,,,,,\n,,,\n", "utf-8")
    assert check(city) == []
    table.write_text(text + "short,1\n", "utf-8")
    assert [rule_of(each) for each in check(city)] == ["row-ragged"]


@pytest.mark.parametrize("inside", ["layers", "layers/plan", "layers/plan/rail.geojson"])
def test_a_part_of_a_plan_leads_to_the_whole(city: Path, inside: str) -> None:
    (found,) = check(city / inside)
    assert str(city) in found.mend
    assert "there is no such" not in found.what


def test_an_outcome_may_be_about_words_of_the_ledger(city: Path) -> None:
    outcomes = city / "layers" / "outcomes.csv"
    text = outcomes.read_text("utf-8")
    assert ",区域交通枢纽," in text
    outcomes.write_text(text.replace(",区域交通枢纽,", ",区域交通中心,"), "utf-8")
    (found,) = check(city)
    assert rule_of(found) == "outcome-about"
    assert "区域交通枢纽" in found.what  # the near miss


def test_repeats_within_a_feature_are_folded() -> None:
    assert folded(["a"], "position") == "a"
    assert folded(["a", "b"], "position") == "a and 1 more position"
    assert folded(["a", "b", "c"], "position") == "a and 2 more positions"


def test_a_long_value_is_cut() -> None:
    assert len(shown("长" * 1000)) == 60


def test_a_fault_of_another_module_has_no_rule() -> None:
    from geo_app.errors import Fault

    assert rule_of(Fault("f", 1, "", "something.", "Mend it.")) == ""


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("180家", 180),
        ("1200万人", 1200),
        ("1200万人", 12_000_000),
        ("7.5%", 7.5),
        ("二十二条", 22),
        ("一百零三", 103),
        ("十个", 10),
        ("五千亿级", 5000),
        ("五千亿级", 500_000_000_000),
        ("两千亿", 2000),
        ("3万亿", 3_000_000_000_000),
        ("“1+2+N”", 3),
        ("半小时", 0.5),
    ],
)
def test_the_values_that_words_state(words: str, value: float) -> None:
    assert value in values_in(words)


def test_words_without_a_number_state_none() -> None:
    assert values_in("翻番") == set()


SQUARE = [[113.0, 28.0], [113.01, 28.0], [113.01, 28.01], [113.0, 28.01], [113.0, 28.0]]


def test_sizes_are_measured_on_the_ground() -> None:
    area = {"type": "Polygon", "coordinates": [SQUARE]}
    line = {"type": "LineString", "coordinates": SQUARE[:2]}
    assert area_km2(area) == pytest.approx(1.09, rel=0.01)
    assert length_km(line) == pytest.approx(0.983, rel=0.01)
    assert list(size_faults({"area_km2": 1.1}, area, At("f"))) == []
    (wrong,) = size_faults({"area_km2": 2}, area, At("f"))
    assert rule_of(wrong) == "area-differs"
    (wrong,) = size_faults({"length_km": 2}, line, At("f"))
    assert rule_of(wrong) == "length-differs"


def test_every_message_is_two_sentences() -> None:
    for rule, (what, mend) in RULES.items():
        assert what.removesuffix("{near}").endswith("."), rule
        assert mend.endswith((".", "…", "{meaning}")), rule


JUNK: st.SearchStrategy[object] = st.sampled_from(
    [None, True, 0, -1, 1e300, 10**400, "", "a", "长沙", [], [[]], [None], {}, {"a": {}}, [1, "b"]]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(junk=JUNK, seed=st.integers(0, 10_000))
def test_no_damage_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, junk: object, seed: int
) -> None:
    """Put junk at a random place of a random layer; `check` must say something, or nothing."""
    chance = random.Random(seed)
    city = tmp_path_factory.mktemp("junk") / "city"
    shutil.copytree(HERE / "tiny_city", city)
    more = chance.choice(["", "crossing-in-river", "edges-gap", "river-off-water"])
    if more:  # cities with water and neighbours
        break_city(city, HERE / "faults" / more)
    path = chance.choice(sorted((city / "layers").rglob("*.geojson")))
    whole = json.loads(path.read_text("utf-8"))
    holder, key = chance.choice(list(_places_in(whole)))
    holder[key] = copy.deepcopy(junk)
    path.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    for each in check(city):
        assert str(each)
    shutil.rmtree(city)


def _places_in(value: Any) -> Any:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places_in(value[key])


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["targets.csv", "outcomes.csv", "ledger.csv", "numbers.csv"]),
    at=st.integers(0, 600),
    junk=st.text('",\n\r\0a1长', max_size=4),
)
def test_no_damage_of_a_table_is_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, junk: str
) -> None:
    city = tmp_path_factory.mktemp("junk") / "city"
    shutil.copytree(HERE / "tiny_city", city)
    path = city / "layers" / name
    text = path.read_text("utf-8")
    path.write_text(text[:at] + junk + text[at + 1 :], "utf-8")
    for each in check(city):
        assert str(each)
    shutil.rmtree(city)


def test_a_second_read_of_what_is_written_is_the_same(city: Path) -> None:
    path = city / "layers" / "plan" / "newtown.geojson"
    text = path.read_text("utf-8")
    assert canonical([each.value for each in read_features(text, "f")]) == text
