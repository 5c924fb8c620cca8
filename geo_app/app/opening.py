"""How the map opens: its document, and the script that begins to load it with the page.

Streamlit's page first loads a hundred scripts, then connects, then runs ours, which then names the
document: the map would be the last to come. So a script in the page's head asks for the document at
once, and the frame's component takes over what it made.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_app import style
from geo_app.app.ahead import parts_ahead
from geo_app.app.plans import Plans
from geo_app.app.state import PLAN
from geo_app.app.strings import say
from geo_app.errors import DataError

ROUTE = "geo/map/{version}.html"
FIRST = "geo/first"
GONE = "This version of the map is no longer served. Load the page again.\n"
# The document has a stricter policy of its own in its head; what only a header can say stands here.
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
        "img-src data: blob: https: http:; font-src data:; connect-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'"
    ),
}
_HEAD, _END = b"<head>", b"</head>"
_ICON, _TITLE = re.compile(rb'<link rel="[a-z ]*icon"[^>]*>'), re.compile(rb"<title>[^<]*</title>")
# What a document says when it is drawn, but of no version.
_NONE = '<script>parent.postMessage({ geo: 1, type: "ready", version: "" }, "*")</script>'


def map_document(plans: Plans) -> Callable[[Request], Response]:
    """Return the route's function: the document of a version."""

    def answer(request: Request) -> Response:
        # A plain function: Starlette runs it in a thread, so building blocks nobody.
        try:
            packed = plans.packed(request.path_params["version"])
        except DataError as error:
            return PlainTextResponse(f"{error}\n", 500)
        if packed is None:
            return PlainTextResponse(GONE, 404, {"Cache-Control": "no-store"})
        kind, headers = "text/html; charset=utf-8", HEADERS | {"Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(packed, media_type=kind, headers=headers)
        return Response(gzip.decompress(packed), media_type=kind, headers=headers)

    return answer


def first(plans: Plans) -> Callable[[Request], Response]:
    """Return the route's function: it leads to the document that a plan has now, once it is read.

    Where it has none, the answer says so to the page, which tells why.
    """

    def answer(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        shelf = plans.get(request.query_params.get(PLAN, ""))
        try:
            version = shelf.newest.brief().version if shelf else ""
        except DataError:
            version = ""
        if not version:
            return HTMLResponse(_NONE, headers=headers)
        # Relative, so that a proxy's prefix needs no setting.
        return RedirectResponse(ROUTE.format(version=version).removeprefix("geo/"), 307, headers)

    return answer


class Opening:
    """Middleware that puts the script into the head of Streamlit's page.

    Parameters
    ----------
    app
        What answers.
    path
        Where the page stands.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app, self.path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        is_page = scope["type"] == "http" and scope["method"] == "GET"
        if not is_page or scope["path"] != self.path:
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def add(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            headers = MutableHeaders(scope=start)
            if "content-encoding" not in headers and _HEAD in body:
                body = _opening(body)
                headers["Content-Length"] = str(len(body))
                # They are of the file without it.
                for name in ("ETag", "Last-Modified"):
                    if name in headers:
                        del headers[name]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app(scope, receive, add)


@lru_cache(maxsize=2)
def _opening(page: bytes) -> bytes:
    """Return Streamlit's page with our script first, and then what it will need before long."""
    frontend = files("geo_app.app") / "frontend"
    css, *js = (
        (frontend / name).read_text("utf-8") for name in ("early.css", "asked.js", "early.js")
    )
    ground = ", ".join(style.COLOURS["panel"])
    # Until Streamlit colours the page, it is as light or as dark as the system asks.
    css += "html:not(:has(.stApp)) { color-scheme: light dark; "
    css += f"background: light-dark({ground}); }}"
    title = f'const TITLE = "{say("map", "zh")} · {say("map", "en")}";\n'
    # In a block, its names are its own.
    first = f"<style>{css}</style><script>{{{title}{''.join(js)}}}</script>"
    ahead = "".join(
        f'<link rel="modulepreload" crossorigin href="{each}">'
        for each in parts_ahead(page.decode())
    )
    # Till the page has run, it would be called by another name, and keeps the sign of another.
    for theirs, ours in ((_ICON, style.icon()), (_TITLE, "<title>geo-app</title>")):
        page = theirs.sub(ours.encode(), page)
    page = page.replace(_HEAD, _HEAD + first.encode(), 1)
    return page.replace(_END, ahead.encode() + _END, 1)
