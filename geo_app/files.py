"""Files read within bounds."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from geo_app.errors import DataError, Fault

# The largest layer of a city is some 10 MB. JSON takes ten times its bytes in memory.
LARGEST = 64_000_000
_DO = "Put a plain file there, of at most 64 MB."


def read_whole(folder: Path, name: str, shown: str, *, largest: int = LARGEST) -> bytes:
    """Read a file of a folder; never wait for one, and never hold more than its limit.

    Parameters
    ----------
    folder
        Where the file must lie. A link is followed, but not out of the folder.
    name
        The file, relative to the folder.
    shown
        Its name, for the messages.
    largest
        In bytes.

    Raises
    ------
    FileNotFoundError
        If there is none.
    DataError
        If it lies outside of the folder, is no plain file, is too large or cannot be read.
    """
    try:
        handle = os.open(_inside(folder, name, shown), os.O_RDONLY | _NEVER_WAIT)
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise _refused(shown, "it is no plain file.", _DO)
            data = file.read(largest + 1)  # what grows while it is read is no larger than that
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise _refused(shown, "it is a folder.", _DO) from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = error.strerror if isinstance(error, OSError) else error
        mend = "Give it a name and permissions with which it can be read."
        raise _refused(shown, f"it cannot be read: {reason}.", mend) from None
    if len(data) > largest:
        size = max(about.st_size, len(data)) / 1e6
        mend = f"Split or simplify it; at most {largest / 1e6:g} MB are read."
        raise _refused(shown, f"it is too large ({size:.0f} MB).", mend)
    return data


# Opening a pipe would wait for its writer. Windows has neither the flag nor such files.
_NEVER_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _inside(folder: Path, name: str, shown: str) -> str:
    """Return the real path of a file; raise DataError if it lies outside of the folder."""
    real, home = os.path.realpath(folder / name), os.path.realpath(folder)
    if os.path.islink(real):  # what is left of a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not real.startswith(home + os.sep):
        mend = "Put the file itself there, and name it by its path from there."
        raise _refused(shown, "it lies outside of the plan's folder.", mend)
    return real


def _refused(shown: str, what: str, mend: str) -> DataError:
    return DataError([Fault(shown, 0, "", what, mend)])
