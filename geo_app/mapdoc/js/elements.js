// @ts-check
// The plan as elements, each place in folium's group of its layer; for plans of up to some hundred
// places.
import { places, plan } from "geo/data";
import { element } from "geo/dom";
import { isShown, shown } from "geo/filter";
import { bottomFirst } from "geo/layering";
import { react } from "geo/react";
import { heapsOf, shiftIn } from "geo/stacks";
import { L, between, groups, map, pixel } from "geo/stage";
import { drawPlace } from "geo/svg";
import { say } from "geo/strings";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/svg").Drawn} Drawn */
/** @typedef {{group: any, drawn: Drawn[], offset: [number, number] | null}} OnMap */

/** @type {Map<string, OnMap>} */
const onMap = new Map();
/** Symbols as they stand: centre and half size, px. @type {[number, number, number][]} */
let spots = [];

export const symbolSpots = () => spots;

// Accuracy circles smaller or larger than this say nothing at rest. Pixels.
const CIRCLE_PX = [13, 74];
// From far away a stack would be a heap: it shows one symbol, the list has the others.
const HEAPS_BELOW = 8.5;

/** Bring the map in line with the filter. */
export function drawPlan() {
  for (const place of places) {
    const made = onMap.get(place.id);
    if (made && !isShown(place)) groups[place.layer].removeLayer(made.group);
  }
  for (const place of bottomFirst(shown())) {
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

/** Has a place a symbol on the map? @param {Place} place */
export const hasSymbol = (place) => symbolsOf(place).length > 0;

/** The symbols that a chosen place wears its mark on. @param {Place} place */
export const chosenSymbols = symbolsOf;

/** Chosen symbols stand on the map like all others. */
export function freeSymbols() {}

/** Elements answer to the pointer by themselves. @returns {null} */
export const hitAt = () => null;

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

/** Symbols that share a spot stand side by side. */
export function setApart() {
  spots = [];
  /** @type {{there: OnMap, node: HTMLElement, x: number, y: number}[]} */
  const symbols = [];
  for (const place of shown()) {
    const there = onMap.get(place.id);
    if (!there) continue;
    there.offset = null;
    for (const { layer, role } of there.drawn) {
      if (role !== "symbol" || !layer._map) continue;
      const { lat, lng } = layer.getLatLng();
      const { x, y } = pixel([lng, lat]);
      symbols.push({ there, node: layer.getElement(), x, y });
    }
  }
  const most = map.getZoom() < HEAPS_BELOW ? 1 : Infinity;
  for (const heap of heapsOf(symbols)) {
    heap.sort((a, b) => isOn(b) - isOn(a));
    heap.forEach(({ there, node, x, y }, i) => {
      node.style.display = i < most ? "" : "none";
      if (i >= most) return;
      const px = parseFloat(node.style.width) || 18;
      const [dx, dy] = shiftIn(heap, i, most, px);
      node.style.marginLeft = `${dx - px / 2}px`;
      node.style.marginTop = `${dy - px / 2}px`;
      spots.push([x + dx, y + dy, px / 2]);
      if (!there.offset) there.offset = [dx, dy];
    });
  }
}
