"""Chinese names in pinyin, for the search."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pypinyin import lazy_pinyin
from pypinyin.contrib.mmseg import seg

# A plan is drawn again and again with the same names; of more, the oldest make room.
_NAMES_KEPT = 16_384
_CHINESE = re.compile(r"([\u4e00-\u9fff]+)")
# Within a phrase the dictionary knows better; alone, in a name, they stand for Changsha and Xiamen:
# 长株潭, 渝长厦.
_ALONE = {"长": ("chang",), "厦": ("xia",)}


@lru_cache(maxsize=_NAMES_KEPT)
def syllables(name: str) -> tuple[str, ...]:
    """Return the syllables of a name without tones; what is not Chinese stands as it is.

    A name is cut into the phrases by which its syllables are chosen, and each is looked up once:
    names share them.

    Examples
    --------
    >>> syllables("长沙县"), syllables("T1航站楼")
    (('chang', 'sha', 'xian'), ('T1', 'hang', 'zhan', 'lou'))
    >>> syllables("渝长厦"), syllables("校长大厦")
    (('yu', 'chang', 'xia'), ('xiao', 'zhang', 'da', 'sha'))
    """
    found: list[str] = []
    # Split keeps what it splits by: every second part is Chinese.
    for index, part in enumerate(_CHINESE.split(name)):
        for phrase in seg.cut(part) if index % 2 else [part]:
            found += _of_phrase(phrase)
    return tuple(found)


@cache
def _of_phrase(phrase: str) -> tuple[str, ...]:
    return _ALONE.get(phrase) or tuple(lazy_pinyin(phrase))
