// @ts-check
// Places as plain numbers on the square world of the map (256 wide): what a canvas draws fast.
import { places } from "geo/data";
import { stepsOf } from "geo/geometry";
import { drawnParts } from "geo/look";
import { thinned } from "geo/thin";
import { UNITS } from "geo/unpack";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {{at: Float64Array, ends: number[]}} Flat x and y in turn; where each line ends in it */

const WORLD = 256;
// So far may a corner lie off that is left out, px; a few corners are not worth the search.
const OFF_PX = 0.4;
const MANY = 8;
// The map rests at quarters of a zoom.
const STEPS = 4;

/** @param {number} lng */
const eastOf = (lng) => (lng / 360 + 0.5) * WORLD;

/** @param {number} lat */
function southOf(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

/** The spot of a position in the world. @param {number} lng @param {number} lat */
export const world = (lng, lat) => [eastOf(lng), southOf(lat)];

/** Bounding boxes of all places, four numbers each. @type {Float64Array | null} */
let boxes = null;

/** Left, top, right, bottom of every place in the world, by index: four numbers each. */
export function worldBoxes() {
  if (boxes) return boxes;
  boxes = new Float64Array(places.length * 4);
  for (const { index, bbox } of places) {
    if (!bbox) continue;
    boxes[index * 4] = eastOf(bbox[0]);
    boxes[index * 4 + 1] = southOf(bbox[3]);
    boxes[index * 4 + 2] = eastOf(bbox[2]);
    boxes[index * 4 + 3] = southOf(bbox[1]);
  }
  return boxes;
}

/** @type {Map<Place, Flat>} */
const coarse = new Map();
/** @type {Map<Place, Flat>} */
const fine = new Map();
/** What was drawn last of each, and for which zoom. @type {Map<Flat, {level: number, thin: Flat}>} */
const thins = new Map();

/**
 * The lines and rings of a place. @param {Place} place
 * @param {boolean} soft are corners rounded and lines bent, as they are where they can be seen
 * @param {number} scale pixels of a unit of the world
 */
export function flatOf(place, soft, scale) {
  const flat = soft ? softFlat(place) : hardFlat(place);
  return flat.at.length < 2 * MANY ? flat : thinFor(flat, Math.ceil(STEPS * Math.log2(scale)) / STEPS);
}

/** The lines and rings of a place, corners rounded and lines bent. @param {Place} place */
export function softFlat(place) {
  let flat = fine.get(place);
  if (!flat) {
    flat = flattened(drawnParts(place));
    fine.set(place, flat);
  }
  return flat;
}

/** @param {Place} place */
function hardFlat(place) {
  let flat = coarse.get(place);
  if (!flat) {
    flat = unpacked(stepsOf(place.geometry));
    coarse.set(place, flat);
  }
  return flat;
}

/** @param {Flat} flat @param {number} level zoom, the present one or a little above */
function thinFor(flat, level) {
  const there = thins.get(flat);
  if (there && there.level === level) return there.thin;
  const thin = thinned(flat, OFF_PX / 2 ** level);
  thins.set(flat, { level, thin });
  return thin;
}

/** The lines and rings of some parts. @param {import("geo/geometry").Part[]} parts @returns {Flat} */
export function flattened(parts) {
  const lines = parts.flatMap(({ shape, at }) => (shape === "area" ? at : shape === "line" ? [at] : []));
  const flat = empty(lines.reduce((sum, line) => sum + 2 * line.length, 0));
  let i = 0;
  for (const line of lines) {
    for (const position of line) {
      flat.at[i++] = eastOf(position[0]);
      flat.at[i++] = southOf(position[1]);
    }
    flat.ends.push(i);
  }
  return flat;
}

/** As they cross, without the positions between: thousands of places are drawn at once.
 * @param {number[][]} lines their steps @returns {Flat} */
function unpacked(lines) {
  const flat = empty(lines.reduce((sum, steps) => sum + steps.length, 0));
  let i = 0;
  for (const steps of lines) {
    let lng = 0;
    let lat = 0;
    for (let one = 0; one < steps.length; one += 2) {
      lng += steps[one];
      lat += steps[one + 1];
      flat.at[i++] = eastOf(lng / UNITS);
      flat.at[i++] = southOf(lat / UNITS);
    }
    flat.ends.push(i);
  }
  return flat;
}

/** @param {number} count @returns {Flat} */
const empty = (count) => ({ at: new Float64Array(count), ends: [] });
