// @ts-check
// The map that folium made: its panes, its scale, and where it may be looked at from.
import { plan } from "geo/data";
import { find } from "geo/dom";

/** @typedef {[number, number, number, number]} Box left, top, right, bottom in px of the map */

export const L = /** @type {any} */ (window).L;
const made = /** @type {any} */ (window).geoPlan;

/** @type {any} */
export const map = made.map;
/** folium's feature group of each layer. @type {Record<string, any>} */
export const groups = made.layers;
export const container = map.getContainer();

const EARTH_M = 40075016.7;
const TILE_PX = 256;
const PHONE = matchMedia("(max-width: 720px)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export const isPhone = () => PHONE.matches;
/** May things move? */
export const moves = () => !CALM.matches;
export const isEmbedded = window.parent !== window;

// Bottom to top. Panes that answer to the pointer are marked.
const PANES = [
  { name: "geo-ground", z: 210 },
  { name: "geo-bank", z: 220, live: true },
  { name: "geo-water", z: 230 },
  { name: "geo-chosen-fill", z: 390 },
  { name: "geo-plan", z: 400, live: true },
  { name: "geo-chosen", z: 440 },
  { name: "geo-rail", z: 450, live: true },
  { name: "geo-symbol", z: 600, live: true },
  { name: "geo-label", z: 640 },
  { name: "geo-edge", z: 645 },
];
const DRAWN = PANES.slice(0, 7);

/** SVG renderers by pane. @type {Record<string, any>} */
export const renderers = {};

// How far beyond the map's edge is drawn, as a share of its size.
const PADDING = 0.35;

/** What a drawing holds for: another zoom, or a far jump, puts all pixels elsewhere. */
export const pixelsNow = () => `${map.getZoom()} ${map.getPixelOrigin()} ${map.getSize()}`;

/** What the map shows, in pixels of the layer. */
export function inSight() {
  const corner = map.containerPointToLayerPoint([0, 0]);
  return L.bounds(corner, corner.add(map.getSize()));
}

/** SVG that is left as it is while the map moves within what is drawn of it. */
const Svg = L.SVG.extend({
  options: { padding: PADDING },

  _update() {
    if (this._bounds && this._drawn === pixelsNow() && this._bounds.contains(inSight())) return;
    if (!map._animatingZoom || !this._bounds) this._drawn = pixelsNow();
    L.SVG.prototype._update.call(this);
  },
});

/** Make the panes and take the map over from folium's own defaults. */
export function prepareMap() {
  const slot = find(".geo-map");
  if (!slot.contains(container)) slot.append(container);
  if (map.zoomControl) map.zoomControl.remove();
  if (map.attributionControl) map.attributionControl.setPrefix(false);
  // Leaflet reads its options for motion only while it makes the map.
  if (!moves()) Object.assign(map, { _fadeAnimated: false, _zoomAnimated: false });
  // A card, an arrow key or a nearby frame would pan with a glide, whatever the reader asked for.
  const { panBy } = map;
  map.panBy = (/** @type {any} */ offset, /** @type {any} */ options) =>
    panBy.call(map, offset, moves() ? options : { ...options, animate: false });
  for (const { name, z, live } of PANES) {
    const pane = map.getPane(name) || map.createPane(name);
    pane.style.zIndex = String(z);
    if (!live) pane.style.pointerEvents = "none";
  }
  for (const { name } of DRAWN) renderers[name] = new Svg({ pane: name });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(find(".geo-map"));
}

/** Metres on the ground under one px at the middle of the sheet. */
export function metresPerPixel() {
  const latitude = (map.getCenter().lat * Math.PI) / 180;
  return (EARTH_M * Math.cos(latitude)) / TILE_PX / 2 ** map.getZoom();
}

/** The pixel of a position. @param {[number, number]} at lng, lat */
export function pixel(at) {
  return map.latLngToContainerPoint([at[1], at[0]]);
}

/** A value between two by zoom. @param {number} zoom @param {number[]} ramp z0, z1, low, high */
export function between(zoom, [z0, z1, low, high]) {
  const share = Math.min(1, Math.max(0, (zoom - z0) / (z1 - z0)));
  return low + (high - low) * share;
}

/** A width of the style table at the present zoom. @param {string} name */
export function width(name) {
  return between(map.getZoom(), plan.style.widths[name]);
}

/** A bbox as Leaflet wants it. @param {[number, number, number, number]} bbox */
export function boundsOf([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

/**
 * What of the world the map shows, and some of its surroundings.
 * @param {number} [around] share of the map's size @returns {[number, number, number, number]}
 */
export function sheetBox(around = 0) {
  const bounds = around ? map.getBounds().pad(around) : map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** Do two boxes meet? @param {number[]} a @param {number[]} b west, south, east, north */
export function meets(a, b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/**
 * How much of the map's foot a phone's sheet covers, px.
 * @param {number} [panel] how high it is about to be, where that is known; else it is measured
 */
export function sheetHeight(panel = 0) {
  if (!isPhone()) return 0;
  const stage = find(".geo-stage").getBoundingClientRect();
  // In a page the panel is a key over the map, and the page has what else it would hold.
  const parts = isEmbedded || panel ? [".geo-reader"] : [".geo-panel", ".geo-reader"];
  return Math.max(
    panel,
    ...parts.map((part) => {
      const box = find(part).getBoundingClientRect();
      return box.height ? stage.bottom - box.top : 0;
    }),
  );
}

const SHEET = { peek: 0, half: 0.54, tall: 0.86 };
const PEEK_PX = 176;

/** How high a phone's sheet will stand, px. @param {"peek" | "half" | "tall"} level */
export function sheetPx(level) {
  return Math.round(Math.max(PEEK_PX, innerHeight * SHEET[level]));
}

const UNSEEN_ZOOM = 9;
const LEAST_PX = 100;

/** Is the map large enough to be seen? A hidden tab gives it no room, and a frame that is just put
 * into a page next to none. */
export function hasRoom() {
  const { x, y } = map.getSize();
  return x >= LEAST_PX && y >= LEAST_PX;
}

/**
 * Show what lies within bounds. Without room for it, as in a frame that is still hidden, Leaflet
 * would find no zoom at all: then the map only takes their middle.
 * @param {any} bounds @param {any} options of Leaflet's `fitBounds`, with both paddings
 * @returns {boolean} was there room?
 */
export function fit(bounds, options) {
  const { x, y } = map.getSize();
  const [[left, top], [right, bottom]] = [options.paddingTopLeft, options.paddingBottomRight];
  const fits = x > left + right && y > top + bottom;
  if (fits) map.fitBounds(bounds, options);
  else map.setView(bounds.getCenter(), map.getZoom() || UNSEEN_ZOOM, { animate: false });
  return fits;
}

/** Show the whole sheet. @param {boolean} [animate] */
export function goHome(animate = moves()) {
  const phone = isPhone();
  fit(boundsOf(phone ? plan.homePhone : plan.home), {
    animate,
    paddingTopLeft: [0, phone ? 50 : 0],
    paddingBottomRight: [0, phone ? sheetHeight() + 14 : 0],
  });
}

/**
 * The ground that the interface takes above the map: labels keep off it.
 * @returns {Box[]}
 */
export function takenGround() {
  const origin = container.getBoundingClientRect();
  const parts = [".geo-tools", ".geo-bar", ".geo-notice", ".geo-zoom", ".geo-foot > *"];
  parts.push(".geo-story", ".geo-measure");
  if (isPhone()) parts.push(".geo-foot", ".geo-panel", ".geo-search", ".geo-reader");
  return parts
    .flatMap((part) => [...document.querySelectorAll(part)])
    .map((node) => node.getBoundingClientRect())
    .filter((box) => box.width && box.height)
    .map((box) => [
      box.left - origin.left - 4,
      box.top - origin.top - 4,
      box.right - origin.left + 4,
      box.bottom - origin.top + 4,
    ]);
}
