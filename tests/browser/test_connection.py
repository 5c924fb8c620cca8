"""A connection that drops and returns: what the reader had chosen is still there."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from geo_app.api import Plan
from tests.browser.opening import watched
from tests.browser.test_page import click_task, expect_query, expect_shown, opened, serving

pytestmark = pytest.mark.browser

# What the browser says of connections that the test cuts.
CUT = "WebSocket|ERR_|Failed to load resource"


class Wire:
    """A port that hands all on to another, until it is cut."""

    def __init__(self) -> None:
        self.target = 0
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def lead_to(self, address: str) -> None:
        """Let connections through to that server."""
        self.target = urlsplit(address).port or 0

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                try:
                    far = socket.create_connection(("127.0.0.1", self.target))
                except OSError:
                    near.close()
                    continue
                self._open |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def cut(self) -> int:
        """Close all that is open, and let nothing through; return how many connections it was."""
        self.target = 0
        count = len(self._open)
        for each in [*self._open]:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()
        return count // 2

    def close(self) -> None:
        self._listener.close()
        self.cut()


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.close()


def _connected(page: Page, yes: bool) -> None:
    """Wait until the page knows: what is clicked before that is clicked in vain."""
    state = expect(page.get_by_test_id("stApp"))
    (state.to_have_attribute if yes else state.not_to_have_attribute)(
        "data-test-connection-state", "CONNECTED"
    )


def _chosen(page: Page, plan: Plan, tasks: list[int]) -> None:
    frame = page.frame_locator(".geo-frame iframe")
    expect_shown(frame, len(plan.filter(tasks=tasks)))
    expect(frame.locator(".geo-card")).to_contain_text("马栏山")
    expect_query(page, f"task={','.join(map(str, tasks))}&place=malanshan")


def test_a_dropped_connection_and_a_new_server_lose_nothing(
    browser: Browser, wire: Wire, plan: Plan
) -> None:
    first, second, *_ = plan.places.loc["malanshan", "tasks"]
    with watched(browser, expected=CUT) as page:
        with serving() as address:
            wire.lead_to(address)
            opened(page, wire.address, f"?task={first}&place=malanshan")
            _chosen(page, plan, [first])
            node = page.locator(".geo-frame iframe").element_handle()
            assert wire.cut() > 0
            _connected(page, False)
            wire.lead_to(address)
            _connected(page, True)
            click_task(page, second)
            _chosen(page, plan, sorted({first, second}))
            same = "node => node === document.querySelector('.geo-frame iframe')"
            assert node is not None
            assert node.evaluate(same)
        wire.cut()
        _connected(page, False)
        with serving() as address:
            wire.lead_to(address)
            _connected(page, True)
            _chosen(page, plan, sorted({first, second}))


def test_a_filter_clicked_without_a_connection_is_heard_when_it_returns(
    browser: Browser, wire: Wire, plan: Plan
) -> None:
    with watched(browser, expected=f"{CUT}|disconnected") as page:
        for restarts in (False, True):
            with serving() as address:
                wire.lead_to(address)
                frame = opened(page, wire.address)
                wire.cut()
                _connected(page, False)
                # the map needs nobody for a filter
                click_task(page, 5)
                expect_shown(frame, len(plan.filter(tasks=[5])))
                # it asks less and less often; that the connection is there again, it is told
                page.evaluate("clearTimeout(geoBridge.asked.timer)")
                if not restarts:
                    wire.lead_to(address)
                    _heard(page, plan)
            if restarts:
                with serving() as address:
                    wire.lead_to(address)
                    _heard(page, plan)
            wire.cut()


def test_a_first_click_counts_though_the_server_is_new() -> None:
    """A page that finds a new server sends what its widgets show, a click of that moment too."""
    with serving() as address:
        with _session(address) as socket:
            tab = _run(socket).tab
        with _session(address) as socket:
            (click,) = _run(socket, _chosen_tab(tab, 1)).queries[-1:]
            assert click == "tab=targets"
        # what was not touched is as the address says
        with _session(address) as socket:
            kept = _run(socket, _chosen_tab(tab, 2), query="tab=places&lang=en&task=5")
            assert kept.queries == []


def test_what_is_asked_twice_over_a_slow_line_is_not_undone() -> None:
    """The page asks again after a second; it does not know its new address yet by then."""
    with serving() as address, _session(address) as socket:
        panel = _run(socket, query="task=2").panel
        click = _clicked(panel, number=1, tasks=[2, 7])
        assert _run(socket, click, query="task=2").queries == ["task=2%2C7"]
        # the same again; and another widget's run, which brings no news either
        assert _run(socket, click, query="task=2").queries == ["task=2%2C7"]
        assert _run(socket, query="task=2").queries == ["task=2%2C7"]
        assert _run(socket, query="task=2%2C7").queries == []
        # what leads back to an address is heard
        assert _run(socket, query="task=2", is_back=True).queries == []
        assert _run(socket, query="task=2").queries == []


class _Run(NamedTuple):
    """What a run sent: the widget that holds the tabs, the id of the filter's panel, and the
    addresses that it asked for.
    """

    tab: ButtonGroup
    panel: str
    queries: list[str]


def _session(address: str) -> ClientConnection:
    """Connect as a page does; nothing runs yet."""
    protocol: Any = "streamlit"
    where = address.replace("http", "ws", 1) + "_stcore/stream"
    return connect(where, subprotocols=[protocol], max_size=None)


def _chosen_tab(tab: ButtonGroup, option: int) -> WidgetState:
    state = WidgetState(id=tab.id)
    state.string_array_value.data.append(tab.options[option].content)
    return state


def _clicked(panel: str, *, number: int, tasks: list[int]) -> WidgetState:
    asked = {"number": number, "tasks": tasks, "hidden": [], "outcome": False}
    state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{panel}__events")
    state.json_trigger_value = json.dumps([{"event": "filter", "value": asked}])
    return state


def _run(
    socket: ClientConnection, *states: WidgetState, query: str = "", is_back: bool = False
) -> _Run:
    """Have the page run, and read until the server rests."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.is_history_navigation = is_back
    message.rerun_script.widget_states.widgets.extend(states)
    socket.send(message.SerializeToString())
    tab, panel, queries = ButtonGroup(), "", []
    status = None
    while status != ForwardMsg.FINISHED_SUCCESSFULLY:
        forward = ForwardMsg()
        forward.ParseFromString(socket.recv())
        kind = forward.WhichOneof("type")
        status = forward.script_finished if kind == "script_finished" else None
        element = forward.delta.new_element
        if kind == "page_info_changed":
            queries.append(forward.page_info_changed.query_string)
        elif len(element.button_group.options) == 4:
            tab = element.button_group
        elif element.bidi_component.component_name == "geo_app.filter":
            panel = element.bidi_component.id
    return _Run(tab, panel, queries)


def _heard(page: Page, plan: Plan) -> None:
    _connected(page, True)
    expect_query(page, "task=5")
    expect(page.locator(".st-key-tab")).to_contain_text(f"地点 {len(plan.filter(tasks=[5]))}")
    expect_shown(page.frame_locator(".geo-frame iframe"), len(plan.filter(tasks=[5])))
