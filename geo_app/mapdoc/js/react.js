// @ts-check
// What a click and a hover on a place do: said by the start, called by whatever draws places.

/** @typedef {import("geo/data").Place} Place */

/** @type {{click: (place: Place, at: [number, number]) => void,
 *   hover: (place: Place, on: boolean) => void}} */
export const react = { click: () => {}, hover: () => {} };
