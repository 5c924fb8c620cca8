"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from geo_app.errors import DataError, Fault


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old content or all of the new.

    Parameters
    ----------
    path
        In a folder that exists. A link is followed; the file's permissions are kept.

    Raises
    ------
    DataError
        If it cannot be written; the old file is as it was.
    """
    path = Path(os.path.realpath(path))
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        what = f"it cannot be written: {error.strerror}."
        mend = "Choose a folder that exists, may be written to and has room."
        raise DataError([Fault(str(path), 0, "", what, mend)]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
