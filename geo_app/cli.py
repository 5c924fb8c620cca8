"""`geo-app`: parse, call one function, print. Alone it starts the map."""

from __future__ import annotations

import contextlib
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo_app import __version__
from geo_app.data import data_folder
from geo_app.datum import Datum
from geo_app.errors import DataError, Fault
from geo_app.terminal import (
    bbox_of,
    conditions,
    count,
    link_base_of,
    position,
    print_bytes,
    waiting,
)
from geo_app.values import LngLat

if TYPE_CHECKING:
    from geo_app.api import Plan

DATA = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder with seeds/ and layers/. Default: the plan that ships with geo-app.",
)


class _Group(click.Group):
    """Serves when no command is named; prints faults, never a traceback, for a user's mistake."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "--version"}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = ["serve", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except DataError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)
        except ValueError as error:  # a filter that names what is not there
            name = ctx.invoked_subcommand or ""
            command = self.get_command(ctx, name) or self
            own = click.Context(command, parent=ctx, info_name=name)
            raise click.UsageError(str(error), own) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="geo-app")
def main() -> None:
    """Show, check and export what a city promised, place by place.

    Without a command it starts the map: geo-app is geo-app serve.
    """


@main.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path))
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8501, or the next free one.")
@click.option("--base", default="", metavar="PATH", help="Path under which a proxy serves it.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def serve(
    folders: tuple[Path, ...],
    data: Path | None,
    no_browser: bool,
    **where: Any,
) -> None:
    """Start the map and open it in the browser: of each plan DIR, to be chosen on the page.

    \b
    Examples: geo-app serve --port 8600
              geo-app serve my-city/ another-city/
    """  # noqa: D301  \b is a backspace to click: it keeps the lines as they are
    if data and folders:
        raise click.UsageError("Name the plans, or one by --data: not both.")
    folder = data_folder(data) if data else None
    status = 0
    with contextlib.suppress(KeyboardInterrupt):  # that is how it ends, once begun or not yet
        from geo_app.app import serve as start

        status = start(data=folder, folders=folders, open_browser=not no_browser, **where)
    click.get_current_context().exit(status)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="What the plan is called.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option(
    "--at",
    metavar="LNG,LAT",
    default="116.3913,39.9075",
    show_default=True,
    callback=lambda ctx, param, value: position(value),
    help="Where the city lies, WGS 84.",
)
def new(folder: Path, title: str, lang: str, at: LngLat) -> None:
    """Write a small plan to begin with: a text, three layers, every table, all valid.

    Example: geo-app new my-city/ --lang en --at -43.2,-22.9
    """
    from geo_app.starter import start_plan

    files = start_plan(folder, title=title, lang=lang, at=at)
    for file in files:
        click.echo(f"wrote {folder / file}")
    click.echo(f"Begin with {folder / 'README.md'}.", err=True)


@main.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Say all that is wrong with a plan's text, layers and tables; exit 1 if anything is.

    Example: geo-app check my-city/
    """
    from geo_app.checks import check as find

    faults = find(data_folder(folder))
    for fault in faults:
        click.echo(str(fault))
    click.echo(count(len(faults), "fault"), err=True)
    click.get_current_context().exit(1 if faults else 0)


@main.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Print the difference, write nothing.")
def tidy(folder: Path | None, only_check: bool) -> None:
    """Write the files of layers/ in their canonical form; --check: exit 1 if one is not.

    Example: geo-app tidy my-city/
    """
    from geo_app.tidying import tidy_folder

    changes = tidy_folder(data_folder(folder), only_check=only_check)
    for change in changes:
        click.echo(change.diff if only_check else f"tidied {change.file}", nl=not only_check)
    click.echo(count(len(changes), "file") + (" to tidy" if only_check else ""), err=True)
    click.get_current_context().exit(1 if changes and only_check else 0)


class _Export(click.Command):
    """Lists the formats below its help, from the table that also chooses them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from geo_app.exports import DATABASE, FORMATS

        rows: dict[str, list[str]] = {}
        for each in FORMATS.values():
            loses = f"; loses {each.loses}" if each.loses else ""
            rows.setdefault(f"{each.title}. Keeps {each.keeps}{loses}.", []).append(each.suffix)
        with formatter.section("Formats, by the suffix of OUT"):
            formatter.write_dl([(", ".join(f".{s}" for s in rows[text]), text) for text in rows])
            about = f"{DATABASE.title}. Keeps {DATABASE.keeps}; all in one transaction."
            formatter.write_dl([(DATABASE.suffix, about)])


@main.command(cls=_Export)
@click.argument("out", metavar="OUT")
@DATA
@click.option("--task", "tasks", type=int, multiple=True, help="Of this task. May be repeated.")
@click.option("--layer", "layers", multiple=True, metavar="ID", help="Of this layer.")
@click.option("--kind", "kinds", multiple=True, metavar="ID", help="Of this kind.")
@click.option("--place", "places", multiple=True, metavar="ID", help="This place.")
@click.option("--bbox", metavar="W,S,E,N", help="Touching this box, degrees, WGS 84.")
@click.option("--format", metavar="F", help="Default: by the suffix of OUT; geojson for -.")
@click.option(
    "--datum",
    type=click.Choice([datum.value for datum in Datum]),
    default=Datum.WGS84.value,
    show_default=True,
    help="What positions refer to. OUT must name gcj02 or bd09: plan.gcj02.csv.",
)
@click.option("--link-base", metavar="URL", help="Address of the page, to make links absolute.")
def export(
    out: str,
    data: Path | None,
    bbox: str | None,
    link_base: str | None,
    **given: Any,
) -> None:
    """Write the places to the file OUT, or to standard output for "-".

    \b
    Examples: geo-app export plan.geojson
              geo-app export task5.xlsx --task 5 --layer rail
              geo-app export plan.gcj02.csv --datum gcj02
              geo-app export - --place malanshan
              geo-app export postgresql://me@localhost/city
    """  # noqa: D301  \b is a backspace to click: it keeps the lines as they are
    how = {"datum": given.pop("datum"), "link_base": link_base_of(link_base)}
    format = given.pop("format")
    from geo_app.exports.addresses import without_password

    target = without_password(out)
    with waiting(f"writing {target}"):
        from geo_app.exports import export as write
        from geo_app.exports import export_bytes

        chosen = {key: values for key, values in given.items() if values}
        plan = _plan(data).filter(**chosen, bbox=bbox_of(bbox))
        if not len(plan):
            what = f"no place meets {conditions({**chosen, 'bbox': bbox})}."
            raise DataError([Fault("export", 0, "", what, "Leave out a condition.")])
        if out == "-":
            print_bytes(export_bytes(plan, format or "geojson", **how))
            return
        write(plan, out, format=format, **how)
    click.echo(f"{count(len(plan), 'place')} written to {target}", err=True)


@main.command()
@click.argument("out", metavar="OUTDIR", type=click.Path(path_type=Path))
@DATA
@click.option("--base-url", default="", metavar="URL", help="Where it will stand: adds a sitemap.")
@click.option("--no-tiles", is_flag=True, help="Its map can ask no tile server, even if asked to.")
def site(out: Path, data: Path | None, base_url: str, no_tiles: bool) -> None:
    """Write the static edition into the folder OUTDIR: the map, the data, a page for each place.

    Any web server can publish it, and index.html opens from a disk. OUTDIR is made anew as a whole;
    a folder that holds anything else is left alone.

    Example: geo-app site public/ --base-url https://example.org/changsha/
    """
    with waiting(f"writing {out}"):
        from geo_app.site import checked_base, write_site

        base = checked_base(base_url)
        files = write_site(_plan(data), out, base_url=base, tiles=not no_tiles)
    click.echo(f"{count(len(files), 'file')} written to {out}", err=True)


@main.command()
@click.argument("collection", metavar="COLLECTION", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--scheduler", default="", metavar="tcp://…", help="Of Dask. Default: this machine.")
@click.option("--workers", default=0, type=click.IntRange(0), help="Default: one a processor.")
@click.option("--no-sites", is_flag=True, help="The dataset and the index alone.")
def build(collection: Path, out: Path, scheduler: str, workers: int, no_sites: bool) -> None:
    """Check, join and export every plan in the folder COLLECTION, in parallel.

    OUT gets one partitioned GeoParquet dataset, a site for each city and an index of them. A city
    that cannot be read is left out; the others are built, and the exit status is 1. Run it again
    after a change or an interruption: what stands already is not built again.

    Example: geo-app build cities/ public/ --workers 4
    """
    from geo_app.collection import Outcome
    from geo_app.collection import build as build_all

    def tell(outcome: Outcome) -> None:
        done = "left out" if not outcome.record else "built" if outcome.is_new else "unchanged"
        click.echo(f"{outcome.city}: {done}", err=True)

    found = build_all(
        collection, out, scheduler=scheduler, workers=workers, sites=not no_sites, tell=tell
    )
    for fault in found.faults:
        click.echo(str(fault))
    stand = sum(1 for each in found.outcomes if each.record)
    click.echo(f"{stand} of {len(found.outcomes)} cities in {out}", err=True)
    click.get_current_context().exit(1 if found.faults else 0)


@main.command()
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@DATA
@click.option("--task", "tasks", type=int, multiple=True, help="Of this task. May be repeated.")
@click.option("--layer", "layers", multiple=True, metavar="ID", help="Of this layer.")
@click.option("--place", "places", multiple=True, metavar="ID", help="This place.")
@click.option(
    "--paper",
    type=click.Choice(["A4", "A3", "A2", "A1", "A0"], case_sensitive=False),
    default="A3",
    show_default=True,
)
@click.option("--portrait", is_flag=True, help="The long side stands.")
@click.option(
    "--dpi", type=click.IntRange(20, 1200), default=200, show_default=True, help="Of a PNG."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Else that of the report.")
def picture(
    out: Path,
    data: Path | None,
    portrait: bool,
    **given: Any,
) -> None:
    """Make a poster with maps and every place's quotation: OUT ends in .pdf, .png or .svg.

    What does not fit on one sheet goes on: to the next page of a PDF, else to OUT-2, OUT-3 …

    \b
    Examples: geo-app picture poster.pdf
              geo-app picture task5.png --task 5 --paper A2 --dpi 300
              geo-app picture handout.pdf --paper A4 --portrait --lang en
    """  # noqa: D301  \b is a backspace to click: it keeps the lines as they are
    how = {key: given.pop(key) for key in ("paper", "dpi")} | {"lang": given.pop("lang") or ""}
    with waiting(f"drawing {out}"):
        from geo_app.picture import draw

        chosen = {key: values for key, values in given.items() if values}
        plan = _plan(data).filter(**chosen)
        if not len(plan):
            what = f"no place meets {conditions(chosen)}."
            raise DataError([Fault("picture", 0, "", what, "Leave out a condition.")])
        files = draw(plan, out, landscape=not portrait, **how)
    names = ", ".join(map(str, files))
    click.echo(f"{count(len(plan), 'place')} drawn on {names}", err=True)


@main.command()
@click.argument("server", type=click.Choice(["pygeoapi", "tipg"]))
@click.argument("url", metavar="postgresql://…")
@DATA
def ogc_config(server: str, url: str, data: Path | None) -> None:
    r"""Print the configuration by which a server publishes an exported plan as OGC API.

    It holds no password; the server takes it from PGPASSWORD.

    \b
    Examples: geo-app ogc-config pygeoapi postgresql://me@localhost/city > pygeoapi.yml
              geo-app ogc-config tipg postgresql://me@localhost/city > .env
    """
    from geo_app.exports.ogc_api import ogc_config as config

    click.echo(config(_plan(data), server, url), nl=False)


def _plan(data: Path | None) -> Plan:
    from geo_app.memory import paused_gc

    with paused_gc():  # for the imports, too
        from geo_app.api import load_plan

        plan = load_plan(data)
        gc.freeze()  # all of it lives until the command ends
    return plan


if __name__ == "__main__":
    main()
