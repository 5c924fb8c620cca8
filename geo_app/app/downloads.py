"""The routes that make a file when it is asked for, and say how large each would be.

What is in the file stands in its address, and nothing of it in a session: so a link holds while
the page runs anew, after its session has ended, and for `curl`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from geo_app.app.offers import file_bytes, file_name, offers, shown_of
from geo_app.app.plans import Plans
from geo_app.app.sizes import Key, estimates, size_text
from geo_app.app.source import Source
from geo_app.app.state import PLAN, View, read_query
from geo_app.app.strings import say
from geo_app.datum import Datum
from geo_app.errors import DataError

FILE = "geo/file/{version}/{format}"
SIZES = "geo/sizes/{version}"
DATUM = "datum"
# Others wait: each takes a processor, and the page is to go on answering.
_AT_ONCE = 2
_LONGEST = 30  # of an unknown word, in an answer
_MOST_KNOWN = 500  # sizes that are kept, of each edition
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # A page among the files is to be saved, and would be nobody if it were shown.
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


def download(plans: Plans) -> Callable[[Request], Awaitable[Response]]:
    """Return the route's function: 200 with the file, 400 or 404 with what is wrong in one line."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def answer(request: Request) -> Response:
        async with turns:
            return await run_in_threadpool(_answer, plans, request)

    return answer


def sizes(plans: Plans) -> Callable[[Request], Response]:
    """Return the route's function: for each format the size of its file, as one reads it."""

    def answer(request: Request) -> Response:
        try:
            source, view, _ = _asked(plans, request)
            ids = [row.id for row in source.rows() if view.shows(row)]
            guesses = estimates(source.weights(), ids)
        except _Refused as refused:
            return refused.answer
        except DataError as error:
            return PlainTextResponse(f"{error}\n", 500, _HEADERS)
        texts = {format_: f"≈ {size_text(guess)}" for format_, guess in guesses.items()}
        for format_ in offers():
            key = Key(format_, Datum.WGS84, view.lang, view.filter)
            if known := source.made.get(key):
                texts[format_] = size_text(known)
        return JSONResponse(texts, headers=_HEADERS)

    return answer


class _Refused(Exception):
    """What was asked for cannot be given; `answer` says why."""

    def __init__(self, status: int, why: str, request: Request, **values: str) -> None:
        lang = "en" if request.query_params.get("lang") == "en" else "zh"
        self.answer = PlainTextResponse(f"{say(why, lang, **values)}\n", status, _HEADERS)


def _asked(plans: Plans, request: Request) -> tuple[Source, View, Datum]:
    query = dict(request.query_params)
    shelf = plans.get(query.get(PLAN, ""))
    source = shelf.edition(request.path_params["version"]) if shelf else None
    if source is None:
        raise _Refused(404, "gone", request)
    view, unknown = read_query(query, source.known())
    datum = query.get(DATUM, str(Datum.WGS84))
    if datum not in [*Datum]:
        unknown.append(f"{DATUM}={datum[:_LONGEST]}")
    if unknown:
        raise _Refused(400, "bad-link", request, what=", ".join(unknown))
    return source, view, Datum(datum)


def _answer(plans: Plans, request: Request) -> Response:
    try:
        source, view, datum = _asked(plans, request)
        format_ = request.path_params["format"]
        offer = offers().get(format_)
        if offer is None:
            raise _Refused(404, "bad-link", request, what=format_[:_LONGEST])
        if offer.refuses(datum):
            raise _Refused(400, "about-datum-refused", request)
        chosen = shown_of(source, view)
        base = _page(request, source.address)
        data = file_bytes(chosen, offer, datum=datum, lang=view.lang, base=base)
    except _Refused as refused:
        return refused.answer
    except DataError as error:
        return PlainTextResponse(f"{error}\n", 500, _HEADERS)
    while len(source.made) >= _MOST_KNOWN:
        source.made.pop(next(iter(source.made)), None)
    source.made[Key(offer.format, datum, view.lang, view.filter)] = len(data)
    name = quote(file_name(source, view, offer, datum), safe="")
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, headers=_HEADERS | named, media_type=offer.mime)


def _page(request: Request, address: dict[str, str]) -> str:
    """Return the address of the page that the file came from, to which its links lead.

    The browser knows what is in front of a proxy: its own word counts, if it is of this host.
    """
    told = urlsplit(request.headers.get("referer", ""))
    if told.scheme in ("http", "https") and told.netloc == request.headers.get("host"):
        page = f"{told.scheme}://{told.netloc}{told.path.rstrip('/')}/"
    else:
        whole = str(request.url).split("?")[0]
        page = whole.removesuffix("/".join(request.url.path.rsplit("/", 4)[1:]))
    return f"{page}?{urlencode(address)}" if address else page
