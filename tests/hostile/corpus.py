"""The corpus: what `strings.toml` holds, and what is too long or too odd to stand in a file."""

from __future__ import annotations

import tomllib
from pathlib import Path

_GROUPS = tomllib.loads((Path(__file__).parent / "strings.toml").read_text("utf-8"))["group"]


def strings(*, refused: bool) -> tuple[str, ...]:
    """Return the texts that are shown as they stand, or those that `check` must refuse."""
    found = [each for group in _GROUPS if group["refused"] is refused for each in group["strings"]]
    if refused:
        found += [chr(code) for code in range(0x20) if chr(code) not in "\t\n"]
        found += ["\ud800", "\udfff", "x\udc00", "a" * 1_000_000, "<b>" * 400_000]
    else:
        found += ["长" * 19_900, "<img src=x onerror=hit=1>" * 790, "a" * 255 + "长"]
    return tuple(dict.fromkeys(found))
