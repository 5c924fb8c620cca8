// @ts-check
// What the drawing of a place at rest and chosen have in common: its parts, its class, its pane.
import { partsOf, rounded, spline } from "geo/geometry";
import { renderers } from "geo/stage";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/geometry").Part} Part */

// Rings with more vertices than this came from a survey of their own: they are not rounded.
const ROUNDED_BELOW = 40;

/** @type {Map<string, Part[]>} */
const partsById = new Map();

/** A place's parts as they are drawn: curves and rounded corners included. @param {Place} place */
export function drawnParts(place) {
  let parts = partsById.get(place.id);
  if (!parts) {
    parts = partsOf(place.geometry).map((part) => ({ ...part, at: softened(place, part) }));
    partsById.set(place.id, parts);
  }
  return parts;
}

/** @param {Place} place @param {Part} part */
function softened(place, part) {
  const soft = place.certainty === "schematic" || place.layer === "corridor";
  if (part.shape === "line") {
    if (place.layer === "rail") return spline(part.at);
    return soft && !place.stations.length ? rounded(part.at, false) : part.at;
  }
  if (part.shape === "area" && soft) {
    return part.at.map((/** @type {any} */ ring) =>
      ring.length < ROUNDED_BELOW ? rounded(ring, true) : ring,
    );
  }
  return part.at;
}

/** Is it a city or county that rests as a ring and a name at its seat? @param {Place} place */
export const isSeat = (place) => place.layer === "region" && place.shape === "area" && !!place.seat;

/** @param {Place} place @param {string} role @param {string} pane @param {object} [more] */
export function look(place, role, pane, more = {}) {
  return {
    renderer: renderers[pane],
    pane,
    className: `${role} l-${place.layer}`,
    interactive: false,
    smoothFactor: 0.5,
    weight: 1,
    ...more,
  };
}
