// @ts-check
// Which place lies above which: by layer, then the smaller above the larger.
import { places, plan } from "geo/data";

/** @typedef {import("geo/data").Place} Place */

/** @type {number[]} */
let levels = [];

/** How high each place lies, by its index: sorted once. */
function levelOf() {
  if (levels.length) return levels;
  const layers = new Map(plan.style.order.map((/** @type {string} */ id, /** @type {number} */ i) => [id, i]));
  const height = (/** @type {Place} */ { layer }) => layers.get(layer) ?? -1;
  const size = (/** @type {Place} */ { bbox }) =>
    bbox ? (bbox[2] - bbox[0]) * (bbox[3] - bbox[1]) : 0;
  const heights = places.map(height);
  const sizes = places.map(size);
  const sorted = [...places].sort(
    ({ index: a }, { index: b }) => heights[a] - heights[b] || sizes[b] - sizes[a],
  );
  levels = new Array(places.length);
  sorted.forEach((place, i) => {
    levels[place.index] = i;
  });
  return levels;
}

/** The lower first. @param {Place} a @param {Place} b */
export function lower(a, b) {
  const level = levelOf();
  return level[a.index] - level[b.index];
}

/** Places as they lie, bottom first. @param {Place[]} some */
export const bottomFirst = (some) => [...some].sort(lower);
