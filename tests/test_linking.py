"""The document's modules become one script; what the linker does not understand it refuses."""

from __future__ import annotations

import base64
import gzip
import importlib.resources
import re
from pathlib import Path

import pytest

from geo_app.api import load_plan
from geo_app.mapdoc import map_html
from geo_app.mapdoc.assets import program
from geo_app.mapdoc.linking import linked
from geo_app.mapdoc.policy import hash_of

TINY = Path(__file__).parent / "tiny_city"
_LINKED = re.compile(r"^// geo/([\w-]+)$", re.MULTILINE)
_PACKED = re.compile(r'<script type="application/gzip"[^>]*>([^<]*)</script>')


def test_every_module_is_in_the_program_once_and_after_what_it_needs() -> None:
    folder = importlib.resources.files("geo_app.mapdoc") / "js"
    there = {each.name[:-3] for each in folder.iterdir() if each.name.endswith(".js")}
    order = _LINKED.findall(program())
    # Those that are no modules run before it.
    assert sorted(order) == sorted(there - {"first", "open"})
    for name in order:
        text = (folder / f"{name}.js").read_text("utf-8")
        for needed in re.findall(r'^[^/*\n]* from "geo/([\w-]+)";$', text, re.MULTILINE):
            assert order.index(needed) < order.index(name), (name, needed)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("export let now = 1;", "a.js: not a way .*: export let now = 1;"),
        ("export default 1;", "export default"),
        ('export { one } from "geo/b";', "export { one }"),
        ('export * from "geo/b";', "export \\*"),
        ("const one = 1;\nexport { one };", "export { one };"),
        ('import "geo/b";', 'import "geo/b"'),
        ('import one from "geo/b";', "import one"),
        ('import { one } from "./b.js";', r"from \"./b.js\""),
        ('const later = () => import("geo/b");', "import\\("),
        ("const here = import.meta.url;", "import.meta"),
        ('import { two } from "geo/b";', "a.js: b.js exports no two"),
        ('import { back } from "geo/back";', "in a circle: a → back → a"),
    ],
)
def test_another_way_of_writing_a_module_is_refused(text: str, why: str) -> None:
    modules = {
        "a": f"{text}\n",
        "b": "export const one = 1;\n",
        "back": 'import { a } from "geo/a";\nexport const back = a;\n',
    }
    with pytest.raises(ValueError, match=why):
        linked("a", modules.__getitem__)


def test_all_kinds_of_exports_reach_who_imports_them() -> None:
    modules = {
        "a": 'import {\n  one,\n  two as deux,\n} from "geo/b";\nimport * as b from "geo/b";\n',
        "b": "export async function one() {}\nexport class two {}\n"
        "export const {\n  three,\n  four,\n} = window;\nexport const five = 5;\n"
        '/** @type {import("geo/c").Six} */\nconst six = 6;\n',
    }
    text = linked("a", modules.__getitem__)
    assert "return { one, two, three, four, five };" in text
    assert 'const {\n  one,\n  two: deux,\n} = $geo["b"];\nconst b = $geo["b"];\n' in text


def test_the_policy_names_what_a_compact_document_unpacks() -> None:
    html = map_html(load_plan(TINY), compact=True)
    policy = html[html.index("script-src") : html.index("style-src")]
    leaflet, plan, code = (
        gzip.decompress(base64.b64decode(each)) for each in _PACKED.findall(html)
    )
    assert b"<" not in plan  # in an opened document it stands as text, which may be saved
    for script in (leaflet.decode(), code.decode()):
        assert hash_of(script) in policy
        # Whole, in a document that is not compact, no text in it may end or hide its element.
        assert not re.search(r"</?script|<!--", script, re.IGNORECASE)
    assert code.decode() == program()
    assert "data:" not in policy
    assert "unsafe" not in policy
