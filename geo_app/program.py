"""The program `geo-app`: from its first moment on, Ctrl-C ends it without a word."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Run the command line; where it is interrupted, end by that signal, as shells expect.

    What is interrupted while libraries are imported may end in any error. numpy, asked for by C,
    prints one and raises another, in ninety lines: so after Ctrl-C nothing more is said.
    """
    is_told = False

    def interrupt(*_: object) -> None:
        nonlocal is_told
        is_told = True
        sys.stderr = open(os.devnull, "w")
        raise KeyboardInterrupt

    # In the background of a script it is ignored, and stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    try:
        from geo_app.cli import main as command

        command()
    except BaseException as error:
        is_done = isinstance(error, SystemExit) and not error.code
        if is_told and not is_done:
            raise KeyboardInterrupt from None
        raise
