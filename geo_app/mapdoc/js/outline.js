// @ts-check
// Lines and rings as SVG: a path of Leaflet's, but of plain numbers. What a place has of them is
// projected once, not for every zoom and every mark, and marks alike share what is made of it.
import { flattened } from "geo/flat";
import { L, map } from "geo/stage";
import { keep } from "geo/thin";

/** @typedef {import("geo/flat").Flat} Flat */
/** Left, top, right, bottom in the world. @typedef {[number, number, number, number]} Box */

/** @type {WeakMap<Flat, Box>} */
const boxes = new WeakMap();
/** What was made last of each, and for what. @type {WeakMap<Flat, {key: string, path: string}>} */
const paths = new WeakMap();

/** @param {Flat} flat @returns {Box} */
function boxOf(flat) {
  const known = boxes.get(flat);
  if (known) return known;
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const { at } = flat;
  for (let i = 0; i < at.length; i += 2) {
    if (at[i] < box[0]) box[0] = at[i];
    if (at[i] > box[2]) box[2] = at[i];
    if (at[i + 1] < box[1]) box[1] = at[i + 1];
    if (at[i + 1] > box[3]) box[3] = at[i + 1];
  }
  boxes.set(flat, box);
  return box;
}

const Outline = L.Path.extend({
  options: { smoothFactor: 1 },

  /** @param {Flat} flat @param {boolean} closed @param {object} options of L.Polyline */
  initialize(flat, closed, options) {
    this._flat = flat;
    this._closed = closed;
    L.setOptions(this, { fill: closed, ...options });
  },

  getBounds() {
    const [left, top, right, bottom] = boxOf(this._flat);
    const at = (/** @type {number} */ x, /** @type {number} */ y) =>
      L.CRS.EPSG3857.pointToLatLng(L.point(x, y), 0);
    return L.latLngBounds(at(left, top), at(right, bottom));
  },

  getCenter() {
    return this.getBounds().getCenter();
  },

  _project() {
    const { x, y } = map.getPixelOrigin();
    const scale = 2 ** map.getZoom();
    const [left, top, right, bottom] = boxOf(this._flat);
    const corner = [left * scale - x, top * scale - y];
    this._pxBounds = L.bounds(corner, [right * scale - x, bottom * scale - y]);
  },

  _update() {
    if (!this._map) return;
    const sheet = this._renderer._bounds;
    if (sheet.contains(this._pxBounds)) {
      this._renderer._setPath(this, pathOf(this._flat, this._closed, this.options.smoothFactor));
      return;
    }
    this._parts = [];
    if (sheet.intersects(this._pxBounds)) this._clip();
    this._renderer._updatePoly(this, this._closed);
  },

  _updatePath() {
    this._update();
  },

  /** What lies across the edge of the sheet Leaflet cuts. */
  _clip() {
    this._rings = ringsOf(this._flat, this._closed);
    const { _clipPoints, _simplifyPoints } = (this._closed ? L.Polygon : L.Polyline).prototype;
    _clipPoints.call(this);
    _simplifyPoints.call(this);
  },
});

/** Lines as one path. @param {Flat} flat @param {object} options */
export const linePath = (flat, options) => new Outline(flat, false, options);

/** Polygons with their holes as one path. @param {Flat} flat @param {object} options */
export const areaPath = (flat, options) => new Outline(flat, true, options);

/** One part alone as a path. @param {import("geo/geometry").Part} part @param {object} options */
export const partPath = (part, options) =>
  new Outline(flattened([part]), part.shape === "area", options);

/** @param {Flat} flat @param {boolean} closed */
function ringsOf({ at, ends }, closed) {
  const { x, y } = map.getPixelOrigin();
  const scale = 2 ** map.getZoom();
  let i = 0;
  return ends.map((end) => {
    const ring = [];
    // The last position of a ring is its first.
    for (; i < (closed ? end - 2 : end); i += 2) {
      ring.push(L.point(Math.round(at[i] * scale) - x, Math.round(at[i + 1] * scale) - y));
    }
    i = end;
    return ring;
  });
}

/** Pixels of one line. */
let px = new Float64Array(2048);

/** The path of what lies whole on the sheet, thinned as Leaflet thins. @param {Flat} flat
 * @param {boolean} closed @param {number} smooth px */
function pathOf(flat, closed, smooth) {
  const { x, y } = map.getPixelOrigin();
  const key = `${map.getZoom()} ${x} ${y} ${closed} ${smooth}`;
  const known = paths.get(flat);
  if (known?.key === key) return known.path;
  const scale = 2 ** map.getZoom();
  const { at, ends } = flat;
  if (px.length < at.length) px = new Float64Array(at.length);
  let path = "";
  let from = 0;
  for (const end of ends) {
    const last = (closed ? end - 2 : end) - 2;
    let count = 0;
    for (let i = from; i <= last; i += 2) {
      const px0 = Math.round(at[i] * scale) - x;
      const py0 = Math.round(at[i + 1] * scale) - y;
      const dx = px0 - px[count - 2];
      const dy = py0 - px[count - 1];
      if (count && i < last && dx * dx + dy * dy <= smooth * smooth) continue;
      px[count++] = px0;
      px[count++] = py0;
    }
    path += traced(count, smooth) + (closed ? "z" : "");
    from = end;
  }
  path = path || "M0 0";
  paths.set(flat, { key, path });
  return path;
}

/** @param {number} count numbers in `px` @param {number} smooth px */
function traced(count, smooth) {
  if (!count) return "";
  const kept = new Uint8Array(count / 2);
  keep(px, kept, 0, kept.length - 1, smooth * smooth);
  let path = `M${px[0]} ${px[1]}`;
  for (let i = 1; i < kept.length; i++) {
    if (kept[i]) path += `L${px[2 * i]} ${px[2 * i + 1]}`;
  }
  return path;
}
