// @ts-check
// Names of the plan's places, railways apart.
import { boxAt, overlap, textWidth } from "geo/board";
import { hasSymbol, offsetOf } from "geo/draw";
import { positionsOf } from "geo/geometry";
import { isNamedRiver } from "geo/label-water";
import { drawnParts, isSeat } from "geo/look";
import { map, pixel } from "geo/stage";
import { say } from "geo/strings";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/board").Board} Board */
/** @typedef {[number, number]} Shift px from the anchor */

const PX = 12.5;
const BIG_PX = 14;
// An area this wide on the screen has its name set larger.
const BIG_FROM_PX = 150;
const LEAST_AREA_PX = 13;

/** @param {Board} board @param {Place[]} here @param {Set<Place>} marked */
export function namePlaces(board, here, marked) {
  /** @type {import("geo/board").Box[]} */
  const chosenBoxes = [];
  for (const place of here) {
    if (place.layer === "rail") continue;
    const on = marked.has(place);
    const span = spanOf(place);
    if (!on && !isNamed(place, span)) continue;
    const big = place.shape === "area" && span > BIG_FROM_PX && !on && place.layer !== "region";
    const px = on || big ? BIG_PX : PX;
    const words = say(place.short);
    const w = textWidth(words, px, on ? 700 : 600, big ? 0.06 : 0) + 4;
    const h = px * 1.25;
    const anchor = pixel(place.seat && isSeat(place) ? place.seat : place.anchor);
    const [dx, dy] = hasSymbol(place) ? offsetOf(place) : [0, 0];
    const at = { x: anchor.x + dx, y: anchor.y + dy };
    const boxes = tries(place, at, w, span, on).map(([x, y]) => boxAt(at.x + x, at.y + y, w, h));
    const free = boxes.find((box) => board.isFree(box));
    // A chosen name may cover anything but another chosen name.
    const over = (/** @type {import("geo/board").Box} */ box) =>
      board.isInside(box) && !chosenBoxes.some((other) => overlap(box, other));
    const box = free || (on ? boxes.find(over) : undefined);
    if (!box) continue;
    if (on) chosenBoxes.push(box);
    board.put(
      words,
      lookOf(place, big, on, marked.size > 0),
      (box[0] + box[2]) / 2,
      (box[1] + box[3]) / 2,
    );
    board.take(box, 2, 1);
  }
}

/** @param {Place} place @param {boolean} big @param {boolean} on @param {boolean} some */
function lookOf(place, big, on, some) {
  const state = on ? "geo-on" : some ? "geo-faint" : "";
  return `geo-name l-${place.layer} ${big ? "geo-big" : ""} ${state}`.replace(/\s+/g, " ").trim();
}

/** How wide an area is on the screen, px. @param {Place} place */
function spanOf(place) {
  const [west, south, east, north] = place.bbox;
  const a = pixel([west, north]);
  const b = pixel([east, south]);
  return Math.sqrt(Math.abs((b.x - a.x) * (b.y - a.y)));
}

/**
 * Has a place its name at this zoom, if there is room?
 * @param {Place} place @param {number} span
 */
function isNamed(place, span) {
  const zoom = map.getZoom();
  if (!place.atRest || isNamedRiver(place)) return false;
  if (isSeat(place) || place.shape === "point") return !(place.farKm && zoom > 8);
  if (place.wide || place.farKm) return false;
  if (place.layer === "region" && (zoom < 8.5 || zoom > 11.5)) return false;
  if (place.shape === "area") return span >= LEAST_AREA_PX;
  if (place.layer === "corridor") return zoom >= 9.4;
  return place.kind !== "river_crossing" || zoom >= 11;
}

/**
 * Where a name may stand, the best first.
 * @param {Place} place @param {{x: number, y: number}} at @param {number} w @param {number} span
 * @param {boolean} on @returns {Shift[]}
 */
function tries(place, at, w, span, on) {
  const list = usualTries(place, at, w, span);
  if (!on) return list;
  return [...list, [0, -22], [0, 22], [-w / 2 - 8, 0], [w / 2 + 8, 0], [0, -34], [0, 34]];
}

/**
 * @param {Place} place @param {{x: number, y: number}} at @param {number} w @param {number} span
 * @returns {Shift[]}
 */
function usualTries(place, at, w, span) {
  if (place.shape === "point" || isSeat(place)) {
    const d = 12 + w / 2;
    return [
      [d, 0],
      [-d, 0],
      [0, -17],
      [0, 17],
      [d * 0.9, -11],
      [d * 0.9, 11],
      [-d * 0.9, -11],
      [-d * 0.9, 11],
    ];
  }
  if (place.shape === "area") {
    const s = span / 2;
    if (w > span * 1.15)
      return [
        [0, 0],
        [0, -s - 8],
        [0, s + 8],
        [s + w / 2, 0],
        [-s - w / 2, 0],
      ];
    return [
      [0, 0],
      [0, -16],
      [0, 16],
      [0, -span * 0.28],
      [0, span * 0.28],
      [-span * 0.2, 0],
      [span * 0.2, 0],
    ];
  }
  return besideLine(place, at, w);
}

/** @param {Place} place @param {{x: number, y: number}} at @param {number} w @returns {Shift[]} */
function besideLine(place, at, w) {
  const size = map.getSize();
  const longest = drawnParts(place)
    .map((part) => positionsOf(part))
    .reduce((best, line) => (line.length > best.length ? line : best));
  const inSight = longest
    .map((position) => pixel(position))
    .filter(({ x, y }) => x > 0 && y > 0 && x < size.x && y < size.y);
  if (!inSight.length) return [];
  return [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9].flatMap((share) => {
    const { x, y } = inSight[Math.round(share * (inSight.length - 1))];
    return [1, -1].map((side) => /** @type {Shift} */ ([x - at.x + side * (w / 2 + 9), y - at.y]));
  });
}
