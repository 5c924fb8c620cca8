"""Files and folders written whole or not at all.

What is not finished yet stands beside its target as `.NAME.….part`, which nothing reads. Its writer
holds a lock on it; a writer that was killed leaves it without, and the next one removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from geo_app.errors import DataError, Fault

if sys.platform != "win32":
    import fcntl

PART = ".part"
_STEM_BYTES = 100  # of the target's name in that of its part; a name has at most 255
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # <fcntl.h>, <linux/fs.h>


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a crash, sees the old content or all of the new.

    Parameters
    ----------
    path
        In a folder that exists. A link is followed; the file's permissions are kept.

    Raises
    ------
    DataError
        If it cannot be written, is write-protected, or is a folder, pipe or device; the old file
        is as it was.
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files that belong together, each whole or not at all: see `write_whole`.

    All are written beside their targets before the first takes its place. So an error changes none
    of them; only a crash between two renames leaves some new and the rest old, in the order given.
    Of two writers at once the last one wins, with all its files.

    Raises
    ------
    DataError
        If one cannot be written; all old files are as they were.
    """
    asked = dict(zip((Path(os.path.realpath(path)) for path in files), files, strict=True))
    with contextlib.ExitStack() as stack:
        parts: dict[Path, Path] = {}
        for path, given in asked.items():
            with _told(given):
                mode = _mode(path)
                parts[path] = stack.enter_context(_part_file(path, files[given]))
                parts[path].chmod(mode)
        if len(parts) > 1:
            stack.enter_context(_turn(next(iter(parts)).parent))
        for path, part in parts.items():
            with _told(asked[path]):
                part.replace(path)


@contextlib.contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Give a new folder to be filled; when it is full, put it in the place of the old one.

    On Linux the two change places in one step. Elsewhere, and on a file system that cannot, the old
    one is moved aside first: a crash at that moment leaves it as `.NAME.old`, and the next call
    puts it back.

    Parameters
    ----------
    out
        Missing, or a folder whose content may be lost. A link is followed.

    Raises
    ------
    DataError
        If it cannot be written; the old folder is as it was.
    """
    given, out = out, Path(os.path.realpath(out))
    with _told(given):
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = out.with_name(f".{out.name}.old")
        if aside.exists() and not out.exists():
            aside.rename(out)
        with _part_folder(out) as part:
            with _renamed(part, given):
                yield part
            _change_places(part, out, aside)


def _change_places(new: Path, out: Path, aside: Path) -> None:
    if not out.exists():
        new.rename(out)
        return
    if _exchange(new, out):
        return  # what is `new` now will be removed
    if aside.exists():
        shutil.rmtree(aside)
    out.rename(aside)
    try:
        new.rename(out)
    except OSError:
        aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; return False where that is not to be had."""
    if sys.platform != "linux":
        return False
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:  # a C library without it
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL):  # this kernel or file system does not
        return False
    raise OSError(number, os.strerror(number))


# Parts


@contextlib.contextmanager
def _part_file(path: Path, data: bytes) -> Iterator[Path]:
    """Write the data beside its target; what is left of it at the end is removed."""
    _sweep(path)
    while True:
        handle, name = tempfile.mkstemp(PART, f".{_stem(path)}.", path.parent)
        part = Path(name)
        if _claimed(handle, part):
            break
        os.close(handle)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            yield part
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _part_folder(out: Path) -> Iterator[Path]:
    """Give a folder beside its target; what stands under its name at the end is removed."""
    _sweep(out)
    while True:
        part = Path(tempfile.mkdtemp(PART, f".{_stem(out)}.", out.parent))
        try:
            handle = _opened(part)
        except FileNotFoundError:  # swept away before it was locked
            continue
        if _claimed(handle, part):
            break
        os.close(handle)
    try:
        part.chmod(0o777 & ~_umask())
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
        if handle >= 0:
            os.close(handle)


def _sweep(path: Path) -> None:
    """Remove the parts of a target whose writers are dead."""
    if sys.platform == "win32":
        return  # it has no lock that tells
    start = f".{_stem(path)}."
    with contextlib.suppress(OSError):  # a folder that may be written to and not read
        for name in os.listdir(path.parent):
            if name.startswith(start) and name.endswith(PART):
                with contextlib.suppress(OSError):  # at work, somebody else's, or gone by now
                    _remove_if_dead(path.parent / name)


def _remove_if_dead(part: Path) -> None:
    handle = _opened(part)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink()
    finally:
        os.close(handle)


def _claimed(handle: int, part: Path) -> bool:
    """Lock a part; return False if it was swept away before it was locked."""
    if sys.platform == "win32":
        return True
    with contextlib.suppress(OSError):  # a file system without locks: nobody sweeps there
        fcntl.flock(handle, fcntl.LOCK_EX)
    return part.exists()


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait for one's turn to put several files into a folder."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # may not be read, or has no locks: then without
            handle = _opened(folder)
            if sys.platform != "win32":
                stack.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _opened(path: Path) -> int:
    """Open a part for its lock. Windows opens no folders, and needs none open."""
    if sys.platform == "win32":
        return -1
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)


def _stem(path: Path) -> str:
    return path.name.encode()[:_STEM_BYTES].decode(errors="ignore")


# Targets


def _mode(path: Path) -> int:
    """Return the permissions that a file has, or a new one gets; raise OSError if it is none."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return 0o666 & ~_umask()
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(mode):
        # Renaming over it would put a file in its place.
        raise OSError(errno.EINVAL, "it is a pipe or a device, and no file")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected")
    return mode & 0o7777


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise what the system says as a fault of this target."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be written: {error.strerror}."
        mend = "Choose a place in a folder that exists, may be written to and has room."
        raise DataError([Fault(str(path), 0, "", what, mend)]) from None


@contextlib.contextmanager
def _renamed(part: Path, out: Path) -> Iterator[None]:
    """Name in faults the folder that was asked for, and not the one beside it."""
    try:
        yield
    except DataError as error:
        named = (each.file.replace(str(part), str(out)) for each in error.faults)
        faults = [replace(each, file=file) for each, file in zip(error.faults, named, strict=True)]
        raise DataError(faults) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
