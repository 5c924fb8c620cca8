// @ts-check
// Turns the positions back that geo_app/mapdoc/packed.py made shorter. Pure.

/** What a step is counted in: so many are a degree. */
export const UNITS = 100000;

/** @typedef {[number, number]} LngLat */

/** Positions of a line from its steps. @param {number[]} steps @returns {LngLat[]} */
export function positions(steps) {
  /** @type {LngLat[]} */
  const out = [];
  let lng = 0;
  let lat = 0;
  for (let i = 0; i < steps.length; i += 2) {
    lng += steps[i];
    lat += steps[i + 1];
    out.push([lng / UNITS, lat / UNITS]);
  }
  return out;
}
