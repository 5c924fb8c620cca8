"""What the documents promise is there: commands, links, properties."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from geo_app import __version__, schema
from geo_app.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def _commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    calls = [call.strip() for line in lines for call in line.split("&&")]
    return [shlex.split(call)[1:] for call in calls if call.startswith("geo-app")]


@pytest.mark.parametrize("args", _commands(), ids=" ".join)
def test_every_command_of_the_readme_is_one(args: list[str]) -> None:
    """Parsed as click would, without running it."""
    if not args:
        return
    command = main.commands[args[0]]
    with click.Context(main) as parent:
        command.make_context(args[0], args[1:], parent=parent)


def test_every_command_is_in_the_readme() -> None:
    named = {args[0] for args in _commands() if args}
    assert set(main.commands) - {"serve"} <= named


def test_the_second_line_is_what_ci_runs() -> None:
    line = next(line for line in README.splitlines() if "-m tests" in line)
    assert line in (ROOT / ".ci" / "run").read_text("utf-8")


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_layer_guide_describes_every_word_of_the_schema() -> None:
    guide = (ROOT / "layers" / "README.md").read_text("utf-8")
    words = [p.name for p in (*schema.PLACE, *schema.CONTEXT)]
    words += [*schema.KINDS, *schema.BASES, *schema.CONTEXT_KINDS]
    words += [column.name for columns in schema.TABLES.values() for column in columns]
    missing = [word for word in words if f"`{word}`" not in guide]
    assert missing == []


def test_every_module_of_the_table_is_there() -> None:
    table = README.split("| module |")[1].split("\n\n")[0]
    first = [row.split("|")[1] for row in table.splitlines()[2:]]
    for name in re.findall(r"`(\w+)`", " ".join(first)):
        package = ROOT / "geo_app"
        assert (package / f"{name}.py").exists() or (package / name).is_dir(), name


def test_the_citation_names_this_version_and_these_licences() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert cited["version"] == __version__
    assert project["license"] == " AND ".join(cited["license"])
