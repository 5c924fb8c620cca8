"""Chinese names in pinyin, for the search."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pypinyin import lazy_pinyin
from pypinyin.contrib.mmseg import seg

# A plan is drawn again and again with the same names; of more, the oldest make room.
_NAMES_KEPT = 16_384
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=_NAMES_KEPT)
def pinyin(name: str) -> str:
    """Return the syllables of a name without tones, parted by spaces.

    A name is cut into the phrases by which its syllables are chosen, and each is looked up once:
    names share them.

    Examples
    --------
    >>> pinyin("长沙县"), pinyin("T1航站楼")
    ('chang sha xian', 'T1 hang zhan lou')
    """
    if _CHINESE.fullmatch(name):
        return " ".join(map(_syllables, seg.cut(name)))
    return _syllables(name)


@cache
def _syllables(phrase: str) -> str:
    return " ".join(lazy_pinyin(phrase))
