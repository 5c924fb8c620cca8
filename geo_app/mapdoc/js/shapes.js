// @ts-check
// What a place looks like: the strokes and fills that draw it, by geometry, layer and certainty.
// Said once, for elements (svg.js) and for the canvas of a large plan (paint.js).
import { plan } from "geo/data";
import { areaKm2, partsOf } from "geo/geometry";
import { isSeat } from "geo/look";
import { between, map, metresPerPixel, width } from "geo/stage";

/** @typedef {import("geo/data").Place} Place */
/**
 * A drawn thing: `name` is its class in the style sheet; `wide` says its stroke at the present zoom;
 * `role` what it is for; `fill` the opacity of a flat fill, null for the layer's pattern; `at` where
 * a symbol or a circle stands.
 * @typedef {{name: string, pane: string, role: "fill" | "line" | "band" | "circle" | "symbol",
 *   wide?: () => number, live?: boolean, dash?: number[] | null, cap?: string, smooth?: number,
 *   fill?: number | null, at?: [number, number]}} Mark
 */

const style = plan.style;
// A ribbon on both banks is wider than the river, or it would hide under it. Metres.
const BANK_M = { corridor: 1000, green: 1500 };
// How strong the flat tint of an area without a pattern is; weaker where it covers a county.
const PLAIN_FILL = 0.085;
const WIDE_FILL = 0.05;
// From this error on a point wears its circle.
const CIRCLE_FROM_M = 300;

/** Everything that draws a place at rest, bottom first. @param {Place} place @returns {Mark[]} */
export function marksOf(place) {
  if (!place.atRest || place.shape === "group") return [];
  if (isSeat(place)) return [symbol(place.seat || place.anchor)];
  if (place.wide && place.shape === "area") return [];
  if (place.shape === "area") return area(place);
  if (place.shape === "point") return partsOf(place.geometry).flatMap(({ at }) => point(place, at));
  return line(place);
}

/** @param {Place} place @returns {Mark[]} */
function area(place) {
  const km2 = sizeOf(place);
  const quiet = km2 > style.wideAboveKm2;
  const plain = km2 > style.plainAboveKm2 || place.layer === "region";
  const fill = plain ? flatFill(place, km2) : null;
  /** @type {Mark[]} */
  const marks = [{ name: "geo-fill", pane: "geo-plan", role: "fill", fill, live: true }];
  const bandMax = style.bandMax[place.certainty];
  if (bandMax && place.accuracy && !quiet && place.layer !== "region") {
    const wide = () => bandWidth(place, bandMax);
    marks.push({ name: "geo-band", pane: "geo-plan", role: "band", wide });
  }
  // No line of a region stands by itself: it would pass for an administrative one.
  if (place.layer === "region") return marks;
  const dash = place.certainty === "schematic" ? style.dashes.area : null;
  const base = style.areaWidth[place.certainty] * (quiet ? 0.8 : 1);
  const wide = () => base * width("area_factor");
  return [...marks, { name: "geo-line", pane: "geo-plan", role: "line", dash, wide }];
}

/** Square kilometres; of what is too small to be drawn plain, no more than its box has.
 * @param {Place} place */
function sizeOf({ bbox: [west, south, east, north], geometry }) {
  const box = areaKm2([[[west, south], [east, south], [east, north], [west, north], [west, south]]]);
  // The upper edge may be the longer one.
  if (2 * box < style.plainAboveKm2) return box;
  return partsOf(geometry).reduce((sum, part) => sum + areaKm2(part.at), 0);
}

/** @param {Place} place @param {number} km2 */
function flatFill(place, km2) {
  if (place.layer === "region") return style.layers.region.fill;
  return km2 > style.wideAboveKm2 ? WIDE_FILL : PLAIN_FILL;
}

/** @param {Place} place @param {number} most */
function bandWidth(place, most) {
  return Math.min((2 * (place.accuracy || 0)) / metresPerPixel(), most);
}

/** @param {Place} place @returns {Mark[]} */
function line(place) {
  if (place.layer === "rail") return railLine(place);
  if (place.kind === "river_crossing") return crossing(place);
  const bank = /** @type {Record<string, number>} */ (BANK_M)[place.layer];
  if (bank && place.basis === "along-river") return [bothBanks(place, bank)];
  const ribbon = place.layer === "water" ? "waterway_ribbon" : "corridor_ribbon";
  const thin = place.layer === "water" ? "waterway" : "corridor";
  // Rivers have many vertices: on whole pixels each would be a step.
  const smooth = place.layer === "water" ? 1.2 : 0.5;
  const vague = place.layer !== "water" && place.certainty === "schematic";
  const dash = vague ? style.dashes.corridor : null;
  const pane = "geo-plan";
  return [
    { name: "geo-ribbon", pane, role: "band", wide: () => width(ribbon), smooth, live: true },
    { name: "geo-line", pane, role: "line", wide: () => width(thin), dash, cap: "round", smooth },
  ];
}

/** @param {Place} place @param {number} metres @returns {Mark} */
function bothBanks(place, metres) {
  const beyond = place.layer === "green" ? 6 : 0;
  const wide = () => {
    const river = metres / metresPerPixel() + between(map.getZoom(), [9, 13, 9, 16]);
    return Math.max(river, width("bank")) + beyond;
  };
  return { name: "geo-bank", pane: "geo-bank", role: "band", wide, live: true };
}

/** @param {Place} place @returns {Mark[]} */
function railLine(place) {
  const vague = place.certainty === "schematic";
  const dash = vague ? style.dashes.rail : null;
  const most = style.bandMax.schematic_line;
  const pane = "geo-rail";
  /** @type {Mark[]} */
  const band = [
    { name: "geo-band", pane: "geo-plan", role: "band", wide: () => bandWidth(place, most) },
  ];
  return [
    ...(vague ? band : []),
    { name: "geo-case", pane, role: "band", wide: () => width("rail_case") },
    { name: "geo-line", pane, role: "line", wide: () => width("rail"), dash, cap: "butt", live: true },
  ];
}

/** @param {Place} place @returns {Mark[]} */
function crossing(place) {
  const dash = place.certainty === "schematic" ? style.dashes.crossing : null;
  const pane = "geo-rail";
  return [
    { name: "geo-case", pane, role: "band", wide: () => width("crossing_case") },
    { name: "geo-line", pane, role: "line", wide: () => width("crossing"), dash, live: true },
  ];
}

/** @param {Place} place @param {[number, number]} at @returns {Mark[]} */
function point(place, at) {
  const own = symbol(at);
  if ((place.accuracy || 0) < CIRCLE_FROM_M) return [own];
  return [{ name: "geo-circle", pane: "geo-plan", role: "circle", at }, own];
}

/** @param {[number, number]} at @returns {Mark} */
function symbol(at) {
  return { name: "geo-symbol", pane: "geo-symbol", role: "symbol", live: true, at };
}
