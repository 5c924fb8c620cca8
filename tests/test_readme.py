"""The README's Python, run as it stands: from top to bottom, in an empty folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 2
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    written = {each.name: each.stat().st_size for each in tmp_path.iterdir()}
    # Each file that it says it writes is there, and no other.
    assert set(written) == set(re.findall(r"\"([\w.-]+\.(?:geojson|html))\"", "".join(blocks)))
    assert all(size > 1000 for size in written.values())
    text = (tmp_path / "ours.html").read_text("utf-8")
    assert "Our office" in text
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=\"?https?:", text)
