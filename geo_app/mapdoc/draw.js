// @ts-check
// The plan on the map: puts each shown place into folium's group of its layer, and sets widths.
import { places, plan } from "geo/data";
import { element } from "geo/dom";
import { isShown, shown } from "geo/filter";
import { drawPlace } from "geo/shapes";
import { L, between, groups, map, pixel } from "geo/stage";
import { say } from "geo/strings";
import { change, view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/shapes").Drawn} Drawn */
/** @typedef {{group: any, drawn: Drawn[], offset: [number, number] | null}} OnMap */

/** @type {Map<string, OnMap>} */
const onMap = new Map();
/** Symbols as they stand: centre and half size, px. @type {[number, number, number][]} */
export let symbolSpots = [];

// Accuracy circles smaller or larger than this say nothing at rest. Pixels.
const CIRCLE_PX = [13, 74];
const STACK_PX = 15;
const ROW = 4;
// From far away a stack would be a heap: it shows one symbol, the list has the others.
const HEAPS_BELOW = 8.5;

/** @type {{click: (place: Place, at: [number, number]) => void,
 *   hover: (place: Place, on: boolean) => void}} */
let react = { click: () => {}, hover: () => {} };

/** Say what a click and a hover on a place do. @param {typeof react} reactions */
export function listen(reactions) {
  react = reactions;
  map.on("overlayadd overlayremove", (/** @type {any} */ event) => {
    const id = Object.keys(groups).find((one) => groups[one] === event.layer);
    if (!id) return;
    const rest = view.hidden.filter((one) => one !== id);
    change({ hidden: event.type === "overlayremove" ? [...rest, id] : rest });
  });
}

/** @type {(place: Place) => number} */
const size = ({ bbox }) => (bbox ? (bbox[2] - bbox[0]) * (bbox[3] - bbox[1]) : 0);
/** @param {Place} a @param {Place} b */
export function bottomFirst(a, b) {
  const order = plan.style.order;
  return order.indexOf(a.layer) - order.indexOf(b.layer) || size(b) - size(a);
}

/** Bring the map in line with the filter. */
export function drawPlan() {
  for (const [id, group] of Object.entries(groups)) {
    const hidden = view.hidden.includes(id);
    if (hidden && map.hasLayer(group)) map.removeLayer(group);
    if (!hidden && !map.hasLayer(group)) map.addLayer(group);
  }
  for (const place of places) {
    const made = onMap.get(place.id);
    if (made && !isShown(place)) groups[place.layer].removeLayer(made.group);
  }
  for (const place of [...shown()].sort(bottomFirst)) {
    const { group, drawn } = made(place);
    groups[place.layer].addLayer(group);
    for (const { layer } of drawn) if (layer.bringToFront && layer._map) layer.bringToFront();
  }
  setWidths();
}

/** @param {Place} place @returns {OnMap} */
function made(place) {
  let there = onMap.get(place.id);
  if (!there) {
    const drawn = drawPlace(place);
    for (const one of drawn) wire(place, one);
    there = { group: L.featureGroup(drawn.map(({ layer }) => layer)), drawn, offset: null };
    onMap.set(place.id, there);
  }
  return there;
}

/** @param {Place} place @param {Drawn} drawn */
function wire(place, { layer, live }) {
  layer.on("add", () => {
    layer.getElement().dataset.place = place.id;
  });
  if (!live) return;
  const name = () => element("span", {}, say(place.short));
  layer.bindTooltip(name, {
    sticky: true,
    direction: "right",
    offset: [12, 0],
    className: "geo-tip",
    opacity: 1,
  });
  layer.on("click", (/** @type {any} */ event) => {
    L.DomEvent.stopPropagation(event);
    react.click(place, [event.latlng.lng, event.latlng.lat]);
  });
  layer.on("mouseover", () => react.hover(place, true));
  layer.on("mouseout", () => react.hover(place, false));
}

/** The symbols of a place that are on the map. @param {Place} place @returns {HTMLElement[]} */
export function symbolsOf(place) {
  const there = onMap.get(place.id);
  if (!there) return [];
  return there.drawn
    .filter(({ role, layer }) => role === "symbol" && layer._map)
    .map(({ layer }) => layer.getElement());
}

/** Where a place's symbol was moved to, off its true spot, px. @param {Place} place */
export function offsetOf(place) {
  return onMap.get(place.id)?.offset || [0, 0];
}

/** Thicken the lines of a place under the pointer. @param {Place} place @param {boolean} on */
export function lift(place, on) {
  for (const { layer, role, wide } of onMap.get(place.id)?.drawn || []) {
    const node = layer.getElement?.();
    if (role === "line" && wide && node) node.style.strokeWidth = String(wide() + (on ? 1.5 : 0));
    if (role === "symbol" && node) node.classList.toggle("geo-lifted", on);
  }
}

/** Set stroke widths and symbol sizes for the present zoom; set apart symbols that overlap. */
export function setWidths() {
  const zoom = map.getZoom();
  for (const place of shown()) {
    for (const { layer, role, wide } of onMap.get(place.id)?.drawn || []) {
      const node = layer._map && layer.getElement();
      if (!node) continue;
      if (wide) node.style.strokeWidth = String(wide());
      if (role === "circle") {
        const radius = layer._radius;
        node.style.display = radius > CIRCLE_PX[0] && radius < CIRCLE_PX[1] ? "" : "none";
      }
      if (role === "symbol") {
        const small = place.farKm || zoom < 9.6;
        sizeSymbol(node, small ? 14 : between(zoom, plan.style.widths.symbol));
      }
    }
  }
  setApart();
}

/** @param {HTMLElement} node @param {number} px */
function sizeSymbol(node, px) {
  Object.assign(node.style, { width: `${px}px`, height: `${px}px` });
  const drawing = /** @type {Element} */ (node.firstChild);
  drawing.setAttribute("width", String(px));
  drawing.setAttribute("height", String(px));
}

/** @param {{node: HTMLElement}} one */
const isOn = ({ node }) => Number(view.selected.includes(node.dataset.place || ""));

/** Symbols that share a spot stand side by side, in rows of up to four. */
export function setApart() {
  symbolSpots = [];
  /** @type {{there: OnMap, node: HTMLElement, at: any}[][]} */
  const stacks = [];
  for (const place of shown()) {
    const there = onMap.get(place.id);
    if (!there) continue;
    there.offset = null;
    for (const { layer, role } of there.drawn) {
      if (role !== "symbol" || !layer._map) continue;
      const { lat, lng } = layer.getLatLng();
      const one = { there, node: layer.getElement(), at: pixel([lng, lat]) };
      const stack = stacks.find(([first]) => first.at.distanceTo(one.at) < STACK_PX);
      if (stack) stack.push(one);
      else stacks.push([one]);
    }
  }
  const most = map.getZoom() < HEAPS_BELOW ? 1 : Infinity;
  for (const stack of stacks) {
    stack.sort((a, b) => isOn(b) - isOn(a));
    stack.forEach(({ there, node, at }, i) => {
      node.style.display = i < most ? "" : "none";
      if (i >= most) return;
      const px = parseFloat(node.style.width) || 18;
      const shownHere = Math.min(most, stack.length);
      const inRow = Math.min(ROW, shownHere - Math.floor(i / ROW) * ROW);
      const alone = shownHere === 1;
      const dx = alone ? 0 : ((i % ROW) - (inRow - 1) / 2) * (px + 2) + stack[0].at.x - at.x;
      const dy = alone ? 0 : Math.floor(i / ROW) * (px + 2) + stack[0].at.y - at.y;
      node.style.marginLeft = `${dx - px / 2}px`;
      node.style.marginTop = `${dy - px / 2}px`;
      symbolSpots.push([at.x + dx, at.y + dy, px / 2]);
      if (!there.offset) there.offset = [dx, dy];
    });
  }
}
