// @ts-check
// Turns the data back into what geo_app/mapdoc/packed.py and columns.py made shorter. Pure.

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

/**
 * Columns as rows; a text in both languages is two columns.
 * @param {Record<string, any>} columns @returns {any[]}
 */
export function rows(columns) {
  const names = Object.entries(columns);
  return columns.id.map((/** @type {string} */ _, /** @type {number} */ i) => {
    /** @type {Record<string, any>} */
    const row = {};
    for (const [name, column] of names) {
      row[name] = Array.isArray(column) ? column[i] : pair(column, i);
    }
    return row;
  });
}

/** @param {{zh: (string | null)[], en: (string | null)[]}} column @param {number} i */
function pair({ zh, en }, i) {
  return zh[i] === null ? null : { zh: zh[i], en: en[i] };
}
