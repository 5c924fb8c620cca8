"""`requirements.lock` names one reviewed version of every package, with its hashes.

It is made by the command in its first lines; made again, it is reviewed by its diff.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
SHA256 = re.compile(r"--hash=sha256:[0-9a-f]{64}")
EXTRAS = ("", "build", "picture", "postgis", "test")


def pins() -> dict[str, str]:
    """The versions that are locked for this Python and system."""
    found = {}
    for entry in re.split(r"\n(?=\S)", LOCK):
        if entry.startswith("#"):
            continue
        line = Requirement(entry.split("\\")[0].strip())
        assert SHA256.search(entry), f"{line.name} has no hash"
        (pin,) = line.specifier
        assert pin.operator == "=="
        if line.marker is None or line.marker.evaluate():
            found[canonicalize_name(line.name)] = pin.version
    return found


def declared() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for each in EXTRAS[1:] for line in extras[each])]
    for line in lines:
        found = Requirement(line)
        if canonicalize_name(found.name) != "geo-app":
            yield found


def needed(name: str) -> Iterator[Requirement]:
    """What an installed package asks for, without its extras' extras."""
    for line in requires(name) or ():
        found = Requirement(line)
        if found.marker is None or found.marker.evaluate({"extra": ""}):
            yield found


def test_it_satisfies_what_is_declared() -> None:
    locked = pins()
    for each in declared():
        assert each.specifier.contains(locked[canonicalize_name(each.name)]), each


def test_it_satisfies_what_each_package_needs() -> None:
    locked = pins()
    asked = 0
    for name, pin in locked.items():
        try:
            if version(name) != pin:
                continue  # of another version this environment cannot tell
        except PackageNotFoundError:
            continue
        for each in needed(name):
            asked += 1
            assert each.specifier.contains(locked[canonicalize_name(each.name)]), (name, each)
    assert asked > 50


def test_it_names_no_address() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*--(?!hash=)", LOCK, re.MULTILINE)


@pytest.mark.slow
def test_what_is_installed_fits_together() -> None:
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
