// @ts-check
// The style sheet for a canvas: what a class and a layer look like, asked of an element once.
import { plan } from "geo/data";
import { svg } from "geo/dom";
import { map } from "geo/stage";
import { glyph } from "geo/symbols";

/** @typedef {{stroke: string, strokeOpacity: number, fill: string, fillOpacity: number,
 *   width: number, cap: CanvasLineCap, join: CanvasLineJoin, dash: number[],
 *   strokeFirst: boolean}} Ink */

const SVG_PX = 20;
const GLYPH_PX = 18;
const MARGIN_PX = 3;

/** @type {Map<string, any>} */
let known = new Map();
let knownFor = "";

/** Forget everything when the theme or the screen is another. @returns {boolean} was it another? */
export function freshInk() {
  const now = `${document.documentElement.dataset.theme} ${devicePixelRatio}`;
  if (now === knownFor) return false;
  known = new Map();
  knownFor = now;
  return true;
}

/** @template T @param {string} key @param {() => T} make @returns {T} */
function once(key, make) {
  if (!known.has(key)) known.set(key, make());
  return known.get(key);
}

/** @param {Element} node @returns {Ink} */
function inkOf(node) {
  const is = getComputedStyle(node);
  return {
    stroke: is.stroke,
    strokeOpacity: Number(is.strokeOpacity),
    fill: is.fill,
    fillOpacity: Number(is.fillOpacity),
    width: parseFloat(is.strokeWidth) || 0,
    cap: /** @type {CanvasLineCap} */ (is.strokeLinecap),
    join: /** @type {CanvasLineJoin} */ (is.strokeLinejoin),
    dash: is.strokeDasharray === "none" ? [] : is.strokeDasharray.split(/[ ,]+/).map(parseFloat),
    strokeFirst: is.paintOrder.startsWith("stroke"),
  };
}

/** How a class of a layer is drawn in a pane. @param {string} name @param {string} layer @param {string} pane */
export function ink(name, layer, pane) {
  return once(`ink ${name} ${layer} ${pane}`, () => {
    const path = svg("path", { class: `${name} l-${layer}` });
    const probe = svg("svg", { width: 0, height: 0 }, path);
    map.getPane(pane).append(probe);
    const found = inkOf(path);
    probe.remove();
    return found;
  });
}

/** The colour of a layer. @param {string} layer */
export function colour(layer) {
  return once(`colour ${layer}`, () =>
    getComputedStyle(document.documentElement).getPropertyValue(`--l-${layer}`).trim(),
  );
}

/** @param {number} px @returns {[HTMLCanvasElement, CanvasRenderingContext2D]} */
function paper(px) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(px * devicePixelRatio);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(canvas.width / px, canvas.height / px);
  return [canvas, pen];
}

/** The pattern of a layer's areas. @param {string} layer @returns {CanvasPattern} */
export function pattern(layer) {
  return once(`pattern ${layer}`, () => {
    const { patternPx: px } = plan.style.layers[layer];
    const [canvas, pen] = paper(px);
    const cell = document.getElementById(`geo-pattern-${layer}`);
    for (const node of cell?.children || []) paint(pen, node);
    const made = /** @type {CanvasPattern} */ (pen.createPattern(canvas, "repeat"));
    made.setTransform(new DOMMatrix().scale(px / canvas.width, px / canvas.height));
    return made;
  });
}

/**
 * The sign of a place as an image of whole pixels of the screen, its middle in the middle.
 * @param {string} layer @param {string} kind @param {number} px
 * @returns {{image: HTMLCanvasElement, px: number}}
 */
export function sprite(layer, kind, px) {
  return once(`sprite ${layer} ${kind} ${px}`, () => {
    const whole = Math.ceil((px + 2 * MARGIN_PX) * devicePixelRatio) / devicePixelRatio;
    const [image, pen] = paper(whole);
    pen.translate((whole - px) / 2, (whole - px) / 2);
    pen.scale(px / GLYPH_PX, px / GLYPH_PX);
    const node = glyph(layer, SVG_PX, kind);
    const probe = document.createElement("div");
    probe.className = `geo-symbol l-${layer}`;
    probe.append(node);
    map.getPane("geo-symbol").append(probe);
    for (const path of node.querySelectorAll("path")) paint(pen, path);
    probe.remove();
    return { image, px: whole };
  });
}

/** Paint a shape of an SVG drawing. @param {CanvasRenderingContext2D} pen @param {Element} node */
function paint(pen, node) {
  const path = outline(node);
  const is = inkOf(node);
  const fill = () => {
    if (is.fill === "none") return;
    pen.globalAlpha = is.fillOpacity;
    pen.fillStyle = is.fill;
    pen.fill(path);
  };
  const stroke = () => {
    if (is.stroke === "none" || !is.width) return;
    pen.globalAlpha = is.strokeOpacity;
    Object.assign(pen, { strokeStyle: is.stroke, lineWidth: is.width, lineCap: is.cap, lineJoin: is.join });
    pen.setLineDash(is.dash);
    pen.stroke(path);
  };
  for (const step of is.strokeFirst ? [stroke, fill] : [fill, stroke]) step();
}

/** @param {Element} node */
function outline(node) {
  const n = (/** @type {string} */ name) => Number(node.getAttribute(name) || 0);
  if (node.localName === "path") return new Path2D(node.getAttribute("d") || "");
  const path = new Path2D();
  if (node.localName === "rect") path.rect(n("x"), n("y"), n("width"), n("height"));
  else path.arc(n("cx"), n("cy"), n("r"), 0, 2 * Math.PI);
  return path;
}
