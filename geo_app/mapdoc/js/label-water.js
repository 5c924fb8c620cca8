// @ts-check
// River names as Chinese maps set them: upright characters spread along the stream, leaning left.
import { boxAt, leaning, textWidth } from "geo/board";
import { context } from "geo/context";
import { Measured, partsOf } from "geo/geometry";
import { map, pixel } from "geo/stage";
import { say } from "geo/strings";
import { view } from "geo/view";

/** @typedef {import("geo/board").Board} Board */

const MAIN = { px: 16, gap: 3.2, every: 420, look: "geo-river geo-main" };
const OTHER = { px: 12, gap: 2.1, every: 620, look: "geo-river" };

/** Is a place a river that the ground names already? @param {import("geo/data").Place} place */
export function isNamedRiver(place) {
  return place.layer === "water" && place.shape === "line" && riverNames.has(place.name.zh);
}

const riverNames = new Set(
  context.filter(({ kind, name }) => kind === "river" && name).map(({ name }) => name?.zh),
);

/** @param {Board} board @param {Set<string>} planned names of the rivers that are shown places */
export function nameRivers(board, planned) {
  const zoom = map.getZoom();
  const rivers = context
    .filter(
      ({ kind, name, rank }) =>
        kind === "river" && name && zoom > (rank <= 1 ? 0 : rank === 2 ? 9.4 : 11),
    )
    .sort((a, b) => a.rank - b.rank);
  for (const river of rivers) {
    for (const part of partsOf(river.geometry)) {
      if (part.shape === "line") nameRiver(board, river, part.at, planned);
    }
  }
}

/**
 * @param {Board} board @param {import("geo/data").ContextFeature} river
 * @param {[number, number][]} positions @param {Set<string>} planned
 */
function nameRiver(board, river, positions, planned) {
  const style = river.rank <= 1 ? MAIN : OTHER;
  const name = river.name ? say(river.name) : "";
  const look =
    river.name && planned.has(river.name.zh) ? `${style.look} l-water geo-planned` : style.look;
  const pieces = view.lang === "zh" ? [...name] : [name];
  const stream = new Measured(positions.map(pixel));
  const gap = style.px * style.gap;
  const length = gap * (pieces.length - 1);
  const w = view.lang === "zh" ? style.px * 1.2 : textWidth(name, style.px);
  let last = -Infinity;
  for (let start = gap; start + length < stream.length; start += style.px * 1.5) {
    if (start - last < style.every) continue;
    const spots = readable(pieces.map((_, i) => stream.at(start + i * gap)));
    const boxes = spots.map(([x, y]) => boxAt(x, y, w, style.px * 1.2));
    if (!boxes.every((box) => board.isFree(box))) continue;
    pieces.forEach((piece, i) => board.put(leaning(piece), look, spots[i][0], spots[i][1]));
    for (const box of boxes) board.take(box);
    last = start + length;
  }
}

/**
 * Turn the spots so that the name reads left to right, or downward.
 * @param {[number, number][]} spots
 */
function readable(spots) {
  const [x1, y1] = spots[0];
  const [x2, y2] = spots[spots.length - 1];
  const flat = Math.abs(x2 - x1) > Math.abs(y2 - y1);
  const backward = flat ? x1 > x2 + 2 : y1 > y2 + 2;
  return backward ? [...spots].reverse() : spots;
}
