"""What is done about memory while a plan is read or a document made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_gc() -> Iterator[None]:
    """Let no garbage be collected: what is made lives until it is written, and has no cycles.

    To walk over all of it again and again would take up to a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def settle() -> None:
    """Take all that lives now as what stays: it is not walked over at each collection.

    Streamlit collects garbage after every run.
    """
    gc.collect()
    gc.freeze()
