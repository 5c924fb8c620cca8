"""Chinese names in pinyin, for the search."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

from pypinyin import lazy_pinyin
from pypinyin.contrib.mmseg import seg

# A plan is drawn again and again with the same names; of more, the oldest make room.
_NAMES_KEPT = 16_384
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@lru_cache(maxsize=_NAMES_KEPT)
def syllables(name: str) -> tuple[str, ...]:
    """Return the syllables of a name without tones; what is not Chinese stands as it is.

    A name is cut into the phrases by which its syllables are chosen, and each is looked up once:
    names share them.

    Examples
    --------
    >>> syllables("长沙县"), syllables("T1航站楼")
    (('chang', 'sha', 'xian'), ('T1', 'hang', 'zhan', 'lou'))
    """
    if _CHINESE.fullmatch(name):
        return tuple(chain.from_iterable(map(_of_phrase, seg.cut(name))))
    return _of_phrase(name)


@cache
def _of_phrase(phrase: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(phrase))
