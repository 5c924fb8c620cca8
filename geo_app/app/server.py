"""The ASGI application: Streamlit, and routes for map and files. Public interfaces only."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from geo_app import style
from geo_app.app import downloads
from geo_app.app.headers import SafeHeaders
from geo_app.app.opening import FIRST, ROUTE, Opening, first, map_document
from geo_app.app.plans import Plans, serve_from
from geo_app.app.reading import GivenUpError
from geo_app.errors import DataError
from geo_app.memory import settle

PAGE = Path(__file__).with_name("page.py")
# So soon the thread that reads the plans lets others go on.
_SWITCH_S = 0.0002


def make_app(plans: Plans, *, base: str, hosts: Iterable[str]) -> streamlit.App:
    """Return the application.

    Parameters
    ----------
    plans
        What it shows.
    base
        Path under which it stands, without slashes at the ends; "" for the root.
    hosts
        Names by which it may be addressed; any other is answered with 400, so that a page
        elsewhere cannot reach it by a name that it made point here.
    """
    serve_from(plans)
    # Streamlit puts its own routes under the base path, and leaves ours where they are.
    root = f"/{base}" if base else ""
    return streamlit.App(
        PAGE,
        routes=[
            Route(f"{root}/{ROUTE}", map_document(plans), methods=["GET", "HEAD"]),
            Route(f"{root}/{FIRST}", first(plans), methods=["GET"]),
            Route(f"{root}/{downloads.FILE}", downloads.download(plans), methods=["GET"]),
            Route(f"{root}/{downloads.SIZES}", downloads.sizes(plans), methods=["GET"]),
        ],
        lifespan=_warmed(plans),
        middleware=[
            Middleware(SafeHeaders),
            Middleware(Opening, path=f"{root}/"),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
    )


def _warmed(plans: Plans) -> Any:
    """Return a lifespan that reads the plans while the browser still opens."""

    def warm() -> None:
        # The browser asks for a hundred small files meanwhile: none is to wait for 5 ms, and again.
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_S)
        try:
            for source in [shelf.newest for shelf in plans]:
                source.packed()
                source.receive()
        except GivenUpError:
            return
        except DataError as error:
            # The page says it too; the terminal is where a curator looks first.
            print(error, file=sys.stderr)
        finally:
            sys.setswitchinterval(before)
        settle()

    @asynccontextmanager
    async def lifespan(app: streamlit.App) -> AsyncIterator[None]:
        warming = threading.Thread(target=warm)
        warming.start()
        yield
        plans.give_up()
        # Python ends its pools and its libraries under whoever still works: that may crash.
        await asyncio.to_thread(warming.join)

    return lifespan


def config(*, host: str, port: int, base: str, hosts: Iterable[str]) -> Mapping[str, Any]:
    """Return Streamlit's options: quiet, local, in the colours of the map."""
    return {
        "server.address": host,
        "server.port": port,
        "server.baseUrlPath": base,
        "server.headless": True,  # the browser is opened by us, when the server answers
        "server.allowedHosts": list(hosts),
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.enableWebsocketCompression": True,  # a filter: 0.4 kB of 3
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "logger.hideWelcomeMessage": True,
        # Bytes. What a run repeats unchanged (styles, scripts, the names to search) is sent once.
        "global.minCachedMessageSize": 1000,
        **_theme(),
    }


def _theme() -> dict[str, Any]:
    options: dict[str, Any] = {
        "theme.font": style.HEI,
        "theme.headingFont": style.SONG,
        "theme.baseRadius": "6px",
        "theme.showSidebarBorder": True,
        "theme.showWidgetBorder": True,
        "theme.baseFontSize": 15,
    }
    names = {
        "primaryColor": "ink",
        "backgroundColor": "panel",
        "secondaryBackgroundColor": "panel2",
        "textColor": "ink",
        "borderColor": "line2",
        "linkColor": "focus",
        "dataframeBorderColor": "line",
        "dataframeHeaderBackgroundColor": "panel2",
    }
    for index, theme in enumerate(("light", "dark")):
        for option, colour in names.items():
            options[f"theme.{theme}.{option}"] = style.COLOURS[colour][index]
        side = f"theme.{theme}.sidebar"
        options[f"{side}.backgroundColor"] = style.COLOURS["panel2"][index]
        options[f"{side}.secondaryBackgroundColor"] = style.COLOURS["btn"][index]
        options[f"{side}.borderColor"] = style.COLOURS["line2"][index]
    return options
