"""A session without a browser: it speaks Streamlit's protocol over a WebSocket, as pages do."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

TASKS = 9
# The page's own filter; its clicks come as events of a component, in JSON.
_FILTER = "geo_app.filter"
_EVENTS = "$$STREAMLIT_INTERNAL_KEY_{id}__events"
_LONGEST_RUN_S = 30.0
# Runs after which the page forgets a message that it was told to keep.
_KEPT_FOR = 2


class _Counting(ClientConnection):
    """Counts what comes in, as it is on the wire: compressed, with its frames' heads."""

    received = 0

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        super().data_received(data)


class Session:
    """A reader of a page with the nine tasks as Streamlit's pills, or in the filter of ours.

    Attributes
    ----------
    received
        Bytes that came in during the last run, on the wire.
    query
        The address that the page last asked for, after the "?".
    """

    def __init__(self, address: str) -> None:
        self.address = address.replace("http", "ws", 1) + "_stcore/stream"
        self.received = 0
        self.query = ""
        self._pills: Any = None
        self._filter = ""
        self._clicks = 0
        self._kept: dict[str, tuple[Any, int]] = {}
        self._runs = 0

    async def open(self) -> None:
        """Connect, and run the page once."""
        self._socket: Any = await connect(
            self.address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            ping_interval=None,
            create_connection=_Counting,
        )
        await self.choose(None)
        if self._pills is None and not self._filter:
            raise RuntimeError("the page has no pills for the tasks")

    async def close(self) -> None:
        """End the session."""
        await self._socket.close()

    async def choose(self, task: int | None) -> None:
        """Choose a task, 1 to 9, or none; return when the page has run."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.cached_message_hashes.extend(self._kept)
        if self._filter:
            message.rerun_script.widget_states.widgets.append(self._click(task))
        elif self._pills is not None:
            state = WidgetState(id=self._pills.id)
            if task:
                state.string_array_value.data.append(self._pills.options[task - 1].content)
            message.rerun_script.widget_states.widgets.append(state)
        before = self._socket.received
        await asyncio.wait_for(self._run(message), _LONGEST_RUN_S)
        self.received = self._socket.received - before

    def _click(self, task: int | None) -> WidgetState:
        self._clicks += 1
        asked = {"tasks": [task] if task else [], "hidden": [], "outcome": False}
        event = {"event": "filter", "value": {"number": self._clicks, **asked}}
        state = WidgetState(id=_EVENTS.format(id=self._filter))
        state.json_trigger_value = json.dumps([event])
        return state

    async def _run(self, message: BackMsg) -> None:
        self._runs += 1
        await self._socket.send(message.SerializeToString())
        kind: str | None = ""
        while kind != "script_finished":
            forward = ForwardMsg()
            forward.ParseFromString(await self._socket.recv())
            kind = forward.WhichOneof("type")
            if kind == "delta":
                self._take(forward)
            elif kind == "ref_hash":
                self._take(self._kept[forward.ref_hash][0])
            elif kind == "page_info_changed":
                self.query = forward.page_info_changed.query_string
        self._kept = {
            key: kept for key, kept in self._kept.items() if self._runs - kept[1] < _KEPT_FOR
        }

    def _take(self, forward: Any) -> None:
        if forward.metadata.cacheable:
            self._kept[forward.hash] = (forward, self._runs)
        component = forward.delta.new_element.bidi_component
        if component.component_name == _FILTER:
            self._filter = component.id
        group = forward.delta.new_element.button_group
        if group.id and len(group.options) == TASKS:
            self._pills = group
