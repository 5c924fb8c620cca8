"""The route that makes a file when it is asked for.

What is in the file stands in its address, and nothing of it in a session: so a link holds while
the page runs anew, after its session has ended, and for `curl`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from geo_app.app.offers import file_bytes, file_name, offers, shown_of
from geo_app.app.plans import Plans
from geo_app.app.sizes import Key
from geo_app.app.state import PLAN, read_query
from geo_app.app.strings import say
from geo_app.datum import Datum
from geo_app.errors import DataError

ROUTE = "geo/file/{version}/{format}"
DATUM = "datum"
# Others wait: each takes a processor, and the page is to go on answering.
_AT_ONCE = 2
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


def _answer(plans: Plans, request: Request) -> Response:
    query = dict(request.query_params)
    shelf = plans.get(query.get(PLAN, ""))
    try:
        source = shelf.edition(request.path_params["version"]) if shelf else None
        if source is None:
            return _refuse(404, "gone", query)
        offer = offers().get(request.path_params["format"])
        view, unknown = read_query(query, source.known())
        datum = query.get(DATUM, Datum.WGS84)
        if datum not in [*Datum]:
            unknown.append(f"{DATUM}={datum}")
        if offer is None or unknown:
            return _refuse(400, "bad-link", query, what=", ".join(unknown) or "?")
        if offer.refuses(Datum(datum)):
            return _refuse(400, "about-datum-refused", query)
        chosen = shown_of(source, view)
        base = _page(request, source.address)
        data = file_bytes(chosen, offer, datum=datum, lang=view.lang, base=base)
    except DataError as error:
        return PlainTextResponse(f"{error}\n", 500, _HEADERS)
    while len(source.made) >= _MOST_KNOWN:
        source.made.pop(next(iter(source.made)), None)
    source.made[Key(offer.format, datum, view.lang, view.filter)] = len(data)
    name = quote(file_name(source, view, offer, Datum(datum)), safe="")
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, headers=_HEADERS | named, media_type=offer.mime)


def _refuse(status: int, why: str, query: dict[str, str], **values: str) -> Response:
    lang = "en" if query.get("lang") == "en" else "zh"
    return PlainTextResponse(f"{say(why, lang, **values)}\n", status, _HEADERS)


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
