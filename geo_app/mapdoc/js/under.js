// @ts-check
// What of a large plan lies under the pointer: asked of numbers, as a canvas has no elements.
import { marksFor, standing } from "geo/canvas";
import { places } from "geo/data";
import { element } from "geo/dom";
import { isShown } from "geo/filter";
import { isInside, partsOf, pixelsFrom, positionsOf } from "geo/geometry";
import { lower } from "geo/layering";
import { drawnParts } from "geo/look";
import { react } from "geo/react";
import { isLarge } from "geo/scale";
import { L, container, map, pixel } from "geo/stage";
import { say } from "geo/strings";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").LngLat} LngLat */
/** @typedef {{x: number, y: number}} Spot px of the map */

// A thin line is easier to meet than to see.
const LEAST_REACH_PX = 4;
const NEAR_PX = 24;
// The panes that answer, the highest first.
const PANES = ["geo-rail", "geo-plan", "geo-bank"];

/** The topmost place under a point of the map. @param {Spot} spot @returns {Place | null} */
export function hitAt(spot) {
  const symbol = symbolAt(spot);
  if (symbol) return symbol;
  const here = near(spot).filter((place) => isShown(place) && place.atRest).sort((a, b) => lower(b, a));
  for (const pane of PANES) {
    const found = here.find((place) =>
      marksFor(place).some((mark) => mark.live && mark.pane === pane && isOn(place, mark, spot)),
    );
    if (found) return found;
  }
  return null;
}

/** @param {Spot} spot */
function symbolAt({ x, y }) {
  const at = map.containerPointToLayerPoint([x, y]);
  let found = null;
  for (const [place, one] of standing()) {
    const gap = Math.max(Math.abs(one.x + one.dx - at.x), Math.abs(one.y + one.dy - at.y));
    if (gap <= one.px / 2) found = place;
  }
  return found;
}

/** Places whose box is near a point. @param {Spot} spot @returns {Place[]} */
function near({ x, y }) {
  const a = map.containerPointToLatLng([x - NEAR_PX, y + NEAR_PX]);
  const b = map.containerPointToLatLng([x + NEAR_PX, y - NEAR_PX]);
  return places.filter(
    ({ bbox, shape }) =>
      shape !== "group" &&
      bbox[0] <= b.lng &&
      bbox[2] >= a.lng &&
      bbox[1] <= b.lat &&
      bbox[3] >= a.lat,
  );
}

/** @param {Place} place @param {import("geo/shapes").Mark} mark @param {Spot} spot */
function isOn(place, mark, spot) {
  if (mark.role === "fill") {
    const { lng, lat } = map.containerPointToLatLng([spot.x, spot.y]);
    return partsOf(place.geometry).some(({ at }) => isInside([lng, lat], at));
  }
  if (mark.role === "symbol" || mark.role === "circle") return false;
  const reach = Math.max(LEAST_REACH_PX, (mark.wide ? mark.wide() : 1) / 2);
  return drawnParts(place).some((part) => pixelsFrom(spot, positionsOf(part).map(pixel)) <= reach);
}

/** @type {Place | null} */
let over = null;
/** @type {any} */
let tip = null;
/** @type {any} */
let last = null;

/** Light and name what the pointer is over, once a frame. */
function startHover() {
  map.on("mousemove", (/** @type {any} */ event) => {
    if (!last) requestAnimationFrame(hover);
    last = event;
  });
  map.on("mouseout movestart zoomstart", leave);
}

function hover() {
  const event = last;
  last = null;
  if (!event) return;
  const beyond = event.originalEvent.target.closest?.(".leaflet-popup, .leaflet-control, button");
  const place = beyond ? null : hitAt(event.containerPoint);
  if (place !== over) {
    leave();
    over = place;
    container.classList.toggle("geo-over", Boolean(place));
    if (!place) return;
    react.hover(place, true);
    const look = { direction: "right", offset: [12, 0], className: "geo-tip", opacity: 1 };
    tip = L.tooltip(look).setContent(element("span", {}, say(place.short)));
    tip.setLatLng(event.latlng).addTo(map);
  } else if (tip) tip.setLatLng(event.latlng);
}

function leave() {
  last = null;
  container.classList.remove("geo-over");
  if (over) react.hover(over, false);
  tip?.remove();
  over = tip = null;
}

if (isLarge) startHover();
