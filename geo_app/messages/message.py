"""What a message is."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """What is wrong and how to mend it; `{name}` stands for a value of the case."""

    what: str
    mend: str
