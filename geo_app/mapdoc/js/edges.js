// @ts-check
// Places beyond the frame: pills at its edge that point to them.
import { choosePlace } from "geo/act";
import { boxAt, textWidth } from "geo/board";
import { element, find, put, svg } from "geo/dom";
import { shown } from "geo/filter";
import { L, isPhone, map, meets, pixel, sheetBox, sheetHeight } from "geo/stage";
import { distance, say, t } from "geo/strings";
import { change } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/board").Board} Board */

const BELOW_ZOOM = 11;
const MOST = 11;
const MOST_CHOSEN = 8;
const TOP_PX = 70;
const FOOT_PX = 44;
const SIDE_PX = 10;

/** Draw the pointers and take their ground. @param {Board} board @param {Set<Place>} marked */
export function placeEdges(board, marked) {
  const pane = map.getPane("geo-edge");
  pane.replaceChildren();
  const phone = isPhone();
  const away = beyond(marked);
  const most = marked.size ? MOST_CHOSEN : phone ? 0 : MOST;
  const usable = marked.size || map.getZoom() < BELOW_ZOOM ? away : [];
  let drawn = 0;
  for (const place of usable.slice(0, most)) {
    if (pointer(board, pane, place)) drawn += 1;
  }
  const rest = phone ? 0 : usable.length - drawn;
  const more = find(".geo-more");
  more.hidden = rest <= 0;
  put(more, t("beyond", { n: Math.max(0, rest) }));
}

/** The places off the sheet, those first that are pointed to first. @param {Set<Place>} marked */
function beyond(marked) {
  const sheet = sheetBox();
  const off = (/** @type {Place} */ place) => {
    const [lng, lat] = place.seat || place.anchor;
    return marked.has(place)
      ? !meets(place.bbox, sheet)
      : !meets([lng, lat, lng, lat], sheet);
  };
  const several = marked.size ? [...marked] : shown().filter(isPointed);
  const order = (/** @type {Place} */ place) =>
    (place.wide ? 4 : 0) +
    (place.layer === "region" && place.shape === "area" && !place.seat ? 2 : 0);
  return several
    .filter(off)
    .sort((a, b) => order(a) - order(b) || b.tasks.length - a.tasks.length || a.farKm - b.farKm);
}

/** @param {Place} place */
function isPointed(place) {
  if (place.shape === "group") return false;
  return place.atRest ? Boolean(place.farKm) || place.wide || place.shape === "point" : place.wide;
}

/** @param {Board} board @param {HTMLElement} pane @param {Place} place */
function pointer(board, pane, place) {
  const size = map.getSize();
  const to = pixel(place.seat || place.anchor);
  const dx = to.x - size.x / 2;
  const dy = to.y - size.y / 2;
  const words = say(place.short);
  const far = place.farKm ? distance(place.farKm) : "";
  const w = textWidth(words, 12) + (far ? textWidth(far, 11) + 43 : 38);
  const spot = spotFor(board, dx, dy, w);
  if (!spot) return false;
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  const arrow = svg("path", {
    d: "M1 1.5 9 5 1 8.5 3 5z",
    transform: `rotate(${angle.toFixed(1)} 5 5)`,
  });
  const button = element(
    "button",
    {
      class: `geo-edge l-${place.layer}`,
      tabindex: -1,
      "aria-hidden": "true",
      onclick: () => choosePlace(place, { frame: true }),
    },
    svg("svg", { width: 10, height: 10, viewBox: "0 0 10 10" }, arrow),
    element("span", {}, words),
    far && element("small", {}, far),
  );
  const at = map.containerPointToLayerPoint(spot);
  Object.assign(button.style, { left: `${at.x}px`, top: `${at.y}px` });
  L.DomEvent.disableClickPropagation(button);
  pane.append(button);
  board.take(boxAt(spot[0], spot[1], w, 26));
  return true;
}

/**
 * The first free spot along the edge, near where the ray to the place leaves the sheet.
 * @param {Board} board @param {number} dx @param {number} dy @param {number} w
 * @returns {[number, number] | null}
 */
function spotFor(board, dx, dy, w) {
  const size = map.getSize();
  const mx = size.x / 2 - w / 2 - SIDE_PX;
  const foot = FOOT_PX + sheetHeight();
  const my = size.y / 2 - (dy < 0 ? TOP_PX : foot);
  const atSide = Math.abs(mx / dx) < Math.abs(my / dy);
  const k = Math.min(Math.abs(mx / dx), Math.abs(my / dy));
  for (let i = 0; i < 11; i++) {
    const step = (i % 2 ? 1 : -1) * Math.ceil(i / 2);
    const along = size.x / 2 + dx * k + (atSide ? 0 : step * 60);
    const x = Math.max(w / 2 + SIDE_PX, Math.min(size.x - w / 2 - SIDE_PX, along));
    const down = size.y / 2 + dy * k + (atSide ? step * 27 : 0);
    const y = Math.max(TOP_PX - 4, Math.min(size.y - foot, down));
    const box = boxAt(x, y, w + 6, 26);
    if (!board.isTaken(box)) return [x, y];
  }
  return null;
}

/** The count of the rest opens the list. */
export function startEdges() {
  find(".geo-more").addEventListener("click", () => change({ tab: "places", key: true }));
  const follow = () => {
    const corner = map.containerPointToLayerPoint([0, 0]);
    const start = followFrom || corner;
    L.DomUtil.setPosition(map.getPane("geo-edge"), corner.subtract(start));
  };
  /** @type {any} */
  let followFrom = null;
  map.on("movestart", () => {
    followFrom = map.containerPointToLayerPoint([0, 0]);
  });
  map.on("move", follow);
  map.on("moveend", () => L.DomUtil.setPosition(map.getPane("geo-edge"), L.point(0, 0)));
}
