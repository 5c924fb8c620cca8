// @ts-check
// Which place lies above which: by layer, then the smaller above the larger.
import { places, plan } from "geo/data";

/** @typedef {import("geo/data").Place} Place */

// Of a larger share than this, to look through all is sooner done than to sort.
const MANY = 8;

/** All places, bottom first. @type {Place[]} */
let lying = [];
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
  lying = [...places].sort(
    ({ index: a }, { index: b }) => heights[a] - heights[b] || sizes[b] - sizes[a],
  );
  levels = new Array(places.length);
  lying.forEach((place, i) => {
    levels[place.index] = i;
  });
  return levels;
}

/** The lower first. @param {Place} a @param {Place} b */
export function lower(a, b) {
  const level = levelOf();
  return level[a.index] - level[b.index];
}

/** Places as they lie, bottom first. @param {Place[]} some @returns {Place[]} */
export function bottomFirst(some) {
  if (some.length < places.length / MANY) return [...some].sort(lower);
  const level = levelOf();
  const wanted = new Uint8Array(places.length);
  for (const { index } of some) wanted[level[index]] = 1;
  return lying.filter((_, i) => wanted[i]);
}
