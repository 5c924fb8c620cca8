// @ts-check
// A large plan on canvas: the same marks as the elements of a small one, drawn in few strokes. What
// is under the pointer, and what is chosen, stand above as elements.
import { places, plan } from "geo/data";
import { isShown, shownFlags } from "geo/filter";
import { world, worldBoxes } from "geo/flat";
import { freshInk, sprite } from "geo/ink";
import { bottomFirst } from "geo/layering";
import { isSeat } from "geo/look";
import { Painter } from "geo/paint";
import { marksOf } from "geo/shapes";
import { sheetIn } from "geo/paper";
import { heapsOf, shiftIn } from "geo/stacks";
import { L, between, map } from "geo/stage";
import { layerOf } from "geo/svg";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/shapes").Mark} Mark */
/** @typedef {{place: Place, x: number, y: number, dx: number, dy: number, px: number}} Symbol */

// So many symbols that share a spot stand side by side; of more, one stands for all.
const MOST_BESIDE = 4;
const LIFT_PX = 1.5;
// Smaller places are dots.
const DOT_PX = 3;
const PANES = ["geo-bank", "geo-plan", "geo-rail"];

/** @type {any[]} */
let sheets = [];
/** Symbols as they are drawn, in pixels of the layer. @type {Map<Place, Symbol>} */
let symbols = new Map();

/** @type {Mark[][]} */
const marks = [];

/** The marks of a place; made when it is first drawn. @param {Place} place */
export function marksFor(place) {
  marks[place.index] = marks[place.index] || marksOf(place);
  return marks[place.index];
}

/** @type {Place[]} */
let sorted = [];

/** Shown places whose boxes meet a frame, bottom first: all, and those that each pane draws. In
 * `dots` a place so small that only its colour can be seen is 1.
 * @typedef {{found: Place[], inPane: Map<string, Place[]>, dots: Uint8Array}} Within */

/** What was found last: the sheets ask one after another for the same. */
let last = { asked: "", flags: new Uint8Array(), within: /** @type {Within | null} */ (null) };

/** @param {import("geo/paper").Paper} paper @returns {Within} */
function within({ frame: { scale, x, y }, size }) {
  const flags = shownFlags();
  const asked = `${scale} ${x} ${y} ${size.x} ${size.y}`;
  if (last.within && asked === last.asked && flags === last.flags) return last.within;
  if (!sorted.length) sorted = bottomFirst(places.filter(({ atRest, shape }) => atRest && shape !== "group"));
  const boxes = worldBoxes();
  const [left, top] = [x / scale, y / scale];
  const [right, bottom] = [(x + size.x) / scale, (y + size.y) / scale];
  const dot = DOT_PX / scale;
  /** @type {Within} */
  const now = {
    found: [],
    inPane: new Map(PANES.map((pane) => [pane, []])),
    dots: new Uint8Array(places.length),
  };
  for (const place of sorted) {
    if (!flags[place.index]) continue;
    const i = place.index * 4;
    if (boxes[i] > right || boxes[i + 2] < left) continue;
    if (boxes[i + 1] > bottom || boxes[i + 3] < top) continue;
    now.found.push(place);
    const small = boxes[i + 2] - boxes[i] < dot && boxes[i + 3] - boxes[i + 1] < dot;
    if (small && place.shape !== "point" && !isSeat(place)) {
      now.dots[place.index] = 1;
      if (place.layer !== "region") now.inPane.get("geo-plan")?.push(place);
    } else for (const pane of panesOf(place)) now.inPane.get(pane)?.push(place);
  }
  last = { asked, flags, within: now };
  return now;
}

/** @type {string[][]} */
const panes = [];

/** The panes that hold marks of a place. @param {Place} place */
function panesOf(place) {
  panes[place.index] = panes[place.index] || [...new Set(marksFor(place).map(({ pane }) => pane))];
  return panes[place.index];
}

/** Bring the canvas in line with the filter. */
export function drawPlan() {
  if (!sheets.length) {
    sheets = PANES.map((pane) => sheetIn(pane, shownFlags, (paper) => drawPane(pane, paper)));
    sheets.push(sheetIn("geo-symbol", shownFlags, drawSymbols));
    new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return;
  }
  redraw();
}

function redraw() {
  for (const sheet of sheets) sheet.redraw();
}

/** @param {string} pane @param {import("geo/paper").Paper} paper @returns {import("geo/paper").Drawn} */
function drawPane(pane, paper) {
  // The lowest is drawn first: what it asks of the style sheet holds for the others.
  if (pane === PANES[0]) freshInk();
  const painter = new Painter(pane, paper.frame);
  const { inPane, dots } = within(paper);
  for (const place of inPane.get(pane) || []) {
    if (dots[place.index]) painter.dot(place);
    else painter.add(place, marksFor(place));
  }
  painter.draw(paper.pen);
  return { inked: painter.batches.size > 0, show: () => {} };
}

/** @param {import("geo/paper").Paper} paper @returns {import("geo/paper").Drawn} */
function drawSymbols(paper) {
  const zoom = map.getZoom();
  const origin = map.getPixelOrigin();
  const found = [];
  for (const place of within(paper).found) {
    if (place.shape !== "point" && !isSeat(place)) continue;
    for (const { role, at } of marksFor(place)) {
      if (role !== "symbol" || !at) continue;
      const [east, south] = world(at[0], at[1]);
      const [x, y] = [east * paper.frame.scale - origin.x, south * paper.frame.scale - origin.y];
      const small = place.farKm || zoom < 9.6;
      const px = small ? 14 : between(zoom, plan.style.widths.symbol);
      found.push({ place, x, y, dx: 0, dy: 0, px });
    }
  }
  /** @type {Map<Place, Symbol>} */
  const drawn = new Map();
  for (const heap of heapsOf(found)) {
    const most = heap.length > MOST_BESIDE ? 1 : MOST_BESIDE;
    for (let i = 0; i < Math.min(most, heap.length); i++) {
      const one = heap[i];
      [one.dx, one.dy] = shiftIn(heap, i, most, one.px);
      if (!drawn.has(one.place)) drawn.set(one.place, one);
      const { image, px } = sprite(one.place.layer, one.place.kind, one.px);
      const left = one.x + one.dx + origin.x - paper.frame.x - px / 2;
      const top = one.y + one.dy + origin.y - paper.frame.y - px / 2;
      paper.pen.drawImage(image, onScreen(left), onScreen(top), px, px);
    }
  }
  const show = () => {
    symbols = drawn;
    for (const { layer, place } of chosen) stand(layer.getElement(), place);
  };
  return { inked: drawn.size > 0, show };
}

/** On a whole pixel of the screen, as elements stand: there an image is copied as it is.
 * @param {number} px */
const onScreen = (px) => Math.round(px * devicePixelRatio) / devicePixelRatio;

/** Symbols as they stand: centre and half size, px. @returns {[number, number, number][]} */
export function symbolSpots() {
  return [...symbols.values()].map(({ x, y, dx, dy, px }) => {
    const at = map.layerPointToContainerPoint([x + dx, y + dy]);
    return [at.x, at.y, px / 2];
  });
}

/** Where the symbols stand that are drawn, in pixels of the layer. */
export const standing = () => symbols;

/** Has a place a symbol on the map? @param {Place} place */
export const hasSymbol = (place) => symbols.has(place);

/** Where a place's symbol was moved to, off its true spot, px. @param {Place} place */
export function offsetOf(place) {
  const one = symbols.get(place);
  return one ? [one.dx, one.dy] : [0, 0];
}

/** The canvas draws itself where the map comes to rest. */
export function setWidths() {}
export function setApart() {}

/** @type {{layer: any, place: Place}[]} */
let chosen = [];

/** The symbols that a chosen place wears its mark on: elements above the canvas. @param {Place} place */
export function chosenSymbols(place) {
  const made = isShown(place) ? standingMarks(place, "symbol") : [];
  chosen.push(...made.map((layer) => ({ layer, place })));
  return made.map((layer) => layer.getElement());
}

/** Take the elements of what was chosen off the map. */
export function freeSymbols() {
  for (const { layer } of chosen) layer.remove();
  chosen = [];
}

/** @type {Map<Place, any[]>} */
const lifted = new Map();

/** Thicken the lines of a place under the pointer. @param {Place} place @param {boolean} on */
export function lift(place, on) {
  for (const layer of lifted.get(place) || []) layer.remove();
  lifted.delete(place);
  if (!on || !isShown(place)) return;
  const symbol = symbols.has(place) ? standingMarks(place, "symbol") : [];
  for (const layer of symbol) layer.getElement().classList.add("geo-lifted");
  lifted.set(place, [...standingMarks(place, "line"), ...symbol]);
}

/** Put the marks of a place onto the map as elements. @param {Place} place @param {Mark["role"]} role */
function standingMarks(place, role) {
  return marksFor(place)
    .filter((mark) => mark.role === role)
    .map((mark) => {
      const layer = layerOf(place, { ...mark, live: false }).addTo(map);
      const node = layer.getElement();
      if (role === "symbol") stand(node, place);
      else node.style.strokeWidth = String((mark.wide ? mark.wide() : 1) + LIFT_PX);
      node.dataset.place = place.id;
      node.style.pointerEvents = "none";
      return layer;
    });
}

/** @param {HTMLElement} node @param {Place} place */
function stand(node, place) {
  const { dx, dy, px } = symbols.get(place) || { dx: 0, dy: 0, px: 20 };
  Object.assign(node.style, {
    width: `${px}px`,
    height: `${px}px`,
    marginLeft: `${dx - px / 2}px`,
    marginTop: `${dy - px / 2}px`,
  });
  const drawing = /** @type {Element} */ (node.firstChild);
  drawing.setAttribute("width", String(px));
  drawing.setAttribute("height", String(px));
}
