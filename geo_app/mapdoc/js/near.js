// @ts-check
// What is planned at a point of the map.
import { shown } from "geo/filter";
import { world, worldBoxes } from "geo/flat";
import { areaKm2, isInside, partsOf, pixelsFrom, positionsOf } from "geo/geometry";
import { isSeat } from "geo/look";
import { map, metresPerPixel, pixel } from "geo/stage";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").LngLat} LngLat */

// How far a finger or a pointer may be from a line or a symbol. Pixels.
const REACH_PX = 12;
const NEAREST = 3;

/**
 * A click asks for the same point several times: the last answer is kept.
 * @param {(at: LngLat) => Place[]} find @returns {(at: LngLat) => Place[]}
 */
function once(find) {
  let last = { asked: "", of: /** @type {Place[]} */ ([]), found: /** @type {Place[]} */ ([]) };
  return (at) => {
    const asked = `${at} ${map.getZoom()}`;
    const of = shown();
    if (last.asked !== asked || last.of !== of) last = { asked, of, found: find(at) };
    return last.found;
  };
}

/** Lines and symbols within reach, then areas around the point, the smallest first. */
export const placesAt = once(findAt);

/** @param {LngLat} at @returns {Place[]} */
function findAt(at) {
  /** @type {{place: Place, rank: number}[]} */
  const found = [];
  const gapOf = leastGaps(at);
  for (const place of shown()) {
    if (place.shape === "group" || (!isSeat(place) && gapOf(place) > REACH_PX)) continue;
    const rank = rankAt(place, at);
    if (rank !== null) found.push({ place, rank });
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ place }) => place);
}

/**
 * Negative: distance in px of a line or point; positive: km² around; null: not here.
 * @param {Place} place @param {LngLat} at
 */
function rankAt(place, at) {
  if (place.shape === "area") {
    const parts = partsOf(place.geometry);
    if (!parts.some((part) => isInside(at, part.at))) {
      return isSeat(place) && gapTo(place, at) <= REACH_PX ? -1 : null;
    }
    return parts.reduce((sum, part) => sum + areaKm2(part.at), 0);
  }
  const gap = gapTo(place, at);
  return gap <= REACH_PX ? gap - 1000 : null;
}

/** Pixels between a point and what is drawn of a place. @param {Place} place @param {LngLat} at */
function gapTo(place, at) {
  const here = pixel(at);
  if (isSeat(place)) return here.distanceTo(pixel(place.seat || place.anchor));
  return Math.min(
    ...partsOf(place.geometry).map((part) => {
      const pixels = positionsOf(part).map(pixel);
      return pixels.length > 1 ? pixelsFrom(here, pixels) : here.distanceTo(pixels[0]);
    }),
  );
}

/** Kilometres between a point and what is drawn of a place. @param {Place} place @param {LngLat} at */
export function gapKm(place, at) {
  return (gapTo(place, at) * metresPerPixel()) / 1000;
}

/**
 * The nearest places, for a point where nothing is planned; not the regions that hold half the
 * province.
 */
export const nearest = once(findNearest);

/** @param {LngLat} at */
function findNearest(at) {
  const gapOf = leastGaps(at);
  /** @type {{place: Place, least: number}[]} */
  const byBox = [];
  for (const place of shown()) {
    if (place.shape !== "group" && !place.wide)
      byBox.push({ place, least: isSeat(place) ? 0 : gapOf(place) });
  }
  byBox.sort((a, b) => a.least - b.least);
  /** @type {{place: Place, gap: number}[]} */
  let found = [];
  for (const { place, least } of byBox) {
    // No place that follows can be nearer than its box.
    if (found.length === NEAREST && least > found[NEAREST - 1].gap) break;
    found.push({ place, gap: gapTo(place, at) });
    found = found.sort((a, b) => a.gap - b.gap).slice(0, NEAREST);
  }
  return found.map(({ place }) => place);
}

/** Pixels between a point and the box of a place: it is no nearer. @param {LngLat} at */
function leastGaps(at) {
  const boxes = worldBoxes();
  const [x, y] = world(at[0], at[1]);
  const scale = 2 ** map.getZoom();
  return (/** @type {Place} */ { index }) => {
    const i = index * 4;
    const gap = Math.hypot(
      Math.max(0, boxes[i] - x, x - boxes[i + 2]),
      Math.max(0, boxes[i + 1] - y, y - boxes[i + 3]),
    );
    // A pixel less: positions fall on whole pixels of the map.
    return gap * scale - 1;
  };
}

/**
 * What else is planned where a place is; not the counties and regions that hold half the sheet.
 * @param {Place} place @param {LngLat} at */
export function alsoAt(place, at) {
  const own = new Set([...place.members, ...place.groups, place.id]);
  return placesAt(at).filter((other) => !own.has(other.id) && other.layer !== "region");
}
