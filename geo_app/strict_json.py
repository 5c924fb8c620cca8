"""JSON as the data must be: no key twice, no number that is none, no half character.

Whatever is wrong with a text becomes one fault with its line.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import math
import re
import sys
from collections.abc import Callable
from json.decoder import JSONDecodeError, JSONDecoder
from typing import Any, TypeVar

from geo_app.errors import DataError, Fault
from geo_app.rulebook import At, fault

T = TypeVar("T")


class DuplicateKeyError(ValueError):
    """An object holds a key twice; str() is the key."""


class _NotFiniteError(ValueError):
    pass


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # json keeps the last one and says nothing
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise DuplicateKeyError(twice)
    return found


def _no_constant(word: str) -> Any:
    raise _NotFiniteError(word)


def _float(word: str) -> float:
    value = float(word)
    if math.isinf(value):  # 1e999: json reads it as infinite and says nothing
        raise _NotFiniteError(word)
    return value


DECODER = JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_float
)
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}\[\]]')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def decode(data: bytes, file: str) -> str:
    """Decode the bytes of a file: UTF-8, with or without BOM, any line ends.

    Raises
    ------
    DataError
        If it is empty or not UTF-8; the message names the line of the first bad byte.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = At(file, data[: error.start].count(b"\n") + 1)
        values = {"byte": f"{data[error.start]:02x}", "looks": _looks(data)}
        values["excel"] = ', which Excel calls "CSV UTF-8"' if file.endswith(".csv") else ""
        raise DataError([fault("file-not-utf8", at, **values)]) from None
    return plain_text(text, file)


def _looks(data: bytes) -> str:
    """Return what a file that is not UTF-8 seems to be: what Excel and Notepad write in China."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "; it looks like UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "; it looks like GB 18030 or GBK"


def plain_text(text: str, file: str) -> str:
    """Return a text without BOM and with LF at its line ends.

    Raises
    ------
    DataError
        If it is empty.
    """
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise DataError([fault("file-empty", At(file))])
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parse_json(text: str, file: str) -> Any:
    """Read a JSON text; refuse a key twice and a number that is none.

    Raises
    ------
    DataError
        With the one fault that stopped the reading.
    """
    return guarded(text, file, lambda: DECODER.decode(text))


def guarded(text: str, file: str, read: Callable[[], T]) -> T:
    """Run a reader of a text; whatever is wrong with the text becomes one fault.

    Raises
    ------
    DataError
        With that fault.
    """
    try:
        value = read()
        half = _SURROGATE.search(text)
        if half is None or _is_unicode(value):
            return value
        at = At(file, Lines(text).of(half.start()))
        wrong = fault("json-surrogate", at, found=half.group())
    except JSONDecodeError as error:
        at = At(file, error.lineno)
        wrong = fault("json-broken", at, error=error.msg, column=error.colno)
    except DuplicateKeyError as error:
        wrong = _twice(text, file, str(error))
    except _NotFiniteError as error:
        wrong = fault("json-not-finite", At(file, Lines(text).of_word(str(error))), word=error)
    except RecursionError:
        wrong = fault("json-deep", At(file))
    except ValueError:  # an integer longer than Python converts
        wrong = fault("json-long-number", At(file), digits=sys.get_int_max_str_digits())
    raise DataError([wrong])


def _is_unicode(value: object) -> bool:
    """Whether all texts can be written as UTF-8: json lets half a character pass."""
    try:
        json.dumps(value, ensure_ascii=False, default=_members_of).encode()
    except UnicodeEncodeError:
        return False
    return True


def _members_of(record: Any) -> list[object]:
    return [getattr(record, name) for name in record.__slots__]


class Lines:
    """Offsets → lines. Who asks for them from the front to the back has each counted once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._last, self._line = 0, 1

    def of(self, offset: int) -> int:
        """Give the 1-based line of an offset."""
        if offset < self._last:
            self._last, self._line = 0, 1
        self._line += self.text.count("\n", self._last, offset)
        self._last = offset
        return self._line

    def of_id(self, start: int, end: int) -> int:
        """Give the line of the first `"id"` of a stretch, or that on which it begins."""
        at = self.text.find('"id"', start, end)
        return self.of(at if at >= 0 else start)

    def of_word(self, word: str) -> int:
        """Give the first line on which a word stands outside quotation marks, or 0."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if word in "".join(line.split('"')[::2]):
                return number
        return 0


def _twice(text: str, file: str, key: str) -> Fault:
    """Name the line of the second of two equal keys: json itself forgets where it was."""
    line = Lines(text).of(_second_key(text))
    return fault("json-key-twice", At(file, line), key=key)


def _second_key(text: str) -> int:
    open_objects: list[set[str]] = [set()]  # behind the fault anything may stand
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word in "{[":
            open_objects.append(set())
        elif word in "}]":
            del open_objects[max(1, len(open_objects) - 1) :]
        elif token.group(1):  # a text with a colon behind it
            key = token.group(1)
            with contextlib.suppress(ValueError):
                key = json.loads(key)
            if key in open_objects[-1]:
                return token.start()
            open_objects[-1].add(key)
    return 0
