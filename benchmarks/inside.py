"""Inside the document, in a real Chromium: filter, hover, select, pan and zoom.

An action is timed to the second animation frame after it: by then the first is painted; the names
of a large plan follow a moment later. Doing
nothing is timed in the same way, and stands beside it. Pan and zoom: frames per second while the
map moves, beside Leaflet alone with the same shapes (canvas above 1,000, else SVG).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, context_of
from benchmarks.document import name_of
from benchmarks.plans import plan_of
from benchmarks.timing import Result
from geo_app.mapdoc import map_bytes
from geo_app.mapdoc.assets import leaflet_css, leaflet_js
from geo_app.plan import Plan

# Two frames of a 60 Hz screen, and what the issue allows at sizes.
_FRAMES_MS = 2 * 1000 / 60
_LIMIT_MS = {10_000: 50.0, 100_000: 250.0}
_SVG_UP_TO = 1000
# Why an action takes longer where there are many places.
_REASONS = {
    "filter": "15 ms of its 30 are Chromium painting without a GPU; what is late waits a frame",
    "select": "a card that finds no room moves the map, and all of it is drawn anew",
}

_TIMED = """async (act) => {
  const times = [];
  for (let i = 0; i < 7; i++) {
    await new Promise((done) => setTimeout(done, 150));
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    window.benchmark[act](i);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    if (i) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}"""
_ACTIONS = """() => {
  const at = (node) => {
    const box = node.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return { bubbles: true, clientX: x, clientY: y, view: window };
  };
  const inSight = (node) => {
    const { clientX, clientY } = at(node);
    return clientX > 330 && clientX < innerWidth - 60 && clientY > 60 && clientY < innerHeight - 60;
  };
  const targets = [...document.querySelectorAll(".leaflet-interactive")].filter(inSight);
  // On canvas nothing has an element: the pointer goes to points all over the map.
  const canvas = document.querySelector(".leaflet-pane canvas");
  const anywhere = (i) => {
    const x = 360 + ((i * 379) % (innerWidth - 460));
    const y = 90 + ((i * 211) % (innerHeight - 180));
    return { bubbles: true, clientX: x, clientY: y, view: window };
  };
  const send = (type, i) => {
    const node = targets.length ? targets[(i * 37) % targets.length] : canvas;
    node.dispatchEvent(new MouseEvent(type, targets.length ? at(node) : anywhere(i)));
  };
  window.benchmark = {
    nothing: () => {},
    filter: (i) => document.querySelectorAll(".geo-grid button")[i % 9].click(),
    hover: (i) => { send("mouseover", i); send("mousemove", i); },
    select: (i) => send("click", i),
  };
}"""
# Pans by a fifth of the map and back, and zooms in and out, all animated by the map itself.
_MOVING = """async () => {
  const map = window.geoPlan.map;
  const size = map.getSize();
  let frames = 0, running = true;
  const count = () => { frames += 1; if (running) requestAnimationFrame(count); };
  requestAnimationFrame(count);
  const start = performance.now();
  for (let i = 0; i < 24; i++) {
    map.panBy([(i % 2 ? -1 : 1) * size.x / 5, 0], { animate: false });
    await new Promise(requestAnimationFrame);
  }
  for (let i = 0; i < 6; i++) {
    map.setZoom(map.getZoom() + (i % 2 ? -1 : 1), { animate: false });
    await new Promise(requestAnimationFrame);
  }
  running = false;
  return 1000 * frames / (performance.now() - start);
}"""


def rows(sizes: list[int]) -> Iterator[Result]:
    """Yield each action and the frame rate, at each size and for the Changsha plan."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for size in (0, *sizes):
            ours, plain = Path(folder) / f"{size}.html", Path(folder) / f"{size}-plain.html"
            ours.write_bytes(map_bytes(plan_of(size)))
            plain.write_text(leaflet_alone(plan_of(size)), "utf-8")
            yield from _measured(browser, size, ours, plain)


def _measured(browser: Browser, size: int, ours: Path, plain: Path) -> Iterator[Result]:
    with context_of(browser) as context:
        page = context.new_page()
        page.goto(ours.as_uri(), wait_until="commit")
        page.locator("body[data-ready]").wait_for(state="attached")
        other = context.new_page()
        other.goto(plain.as_uri(), wait_until="commit")
        other.wait_for_function("window.geoPlan")
        page.bring_to_front()
        page.evaluate(_ACTIONS)
        idle = page.evaluate(_TIMED, "nothing")
        limit = _LIMIT_MS.get(size, max(_FRAMES_MS, idle) * 1.1)
        for act in ("filter", "hover", "select"):
            took = page.evaluate(_TIMED, act)
            what = f"{act} inside the document"
            note = _REASONS.get(act, "") if size > _SVG_UP_TO else ""
            beside = {"doing nothing": idle}
            yield Result(what, name_of(size), took, "ms", beside, limit=limit, note=note)
        page.reload(wait_until="commit")
        page.locator("body[data-ready]").wait_for(state="attached")
        rates = _rates(page, other)
        beside = {"Leaflet alone": rates["plain"]}
        yield Result(
            "pan and zoom", name_of(size), rates["ours"], "1/s", beside, mark=0.9, at_least=True
        )


def _rates(page: Page, other: Page) -> dict[str, float]:
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(3):
        for name, each in (("ours", page), ("plain", other)):
            each.bring_to_front()
            rates[name].append(each.evaluate(_MOVING))
    return {name: sorted(each)[1] for name, each in rates.items()}


def leaflet_alone(plan: Plan) -> str:
    """Return a page with the same shapes and Leaflet's own layers, nothing else."""
    canvas = "true" if len(plan) > _SVG_UP_TO else "false"
    shapes = ",".join(shapely.to_geojson(plan.places.geometry.values).tolist())
    west, south, east, north = plan.about["home"]
    bounds: Any = [[south, west], [north, east]]
    return f"""<!DOCTYPE html><meta charset="utf-8"><style>{leaflet_css()}
html,body,#map{{height:100%;margin:0}}</style><div id="map"></div><script>{leaflet_js()}</script>
<script>
const map = L.map("map", {{preferCanvas: {canvas}, zoomSnap: 0.25}}).fitBounds({bounds});
const dot = (feature, at) => L.circleMarker(at, {{radius: 6}});
L.geoJSON([{shapes}], {{pointToLayer: dot}}).addTo(map);
window.geoPlan = {{map}};
</script>"""
