// @ts-check
// Railways: the line's name in a pill on the line; station dots and names when near enough.
import { boxAt, textWidth } from "geo/board";
import { svg } from "geo/dom";
import { Measured, positionsOf } from "geo/geometry";
import { drawnParts } from "geo/look";
import { map, pixel } from "geo/stage";
import { say } from "geo/strings";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/board").Board} Board */

const DOTS_FROM = 12;
const NAMES_FROM = 12.6;
const TWICE_FROM_PX = 900;
const SPOTS = [0.5, 0.3, 0.7, 0.15, 0.85, 0.06, 0.94];

/** @param {Board} board @param {Place[]} here @param {Set<Place>} marked */
export function nameRail(board, here, marked) {
  const lines = here.filter(({ layer, shape }) => layer === "rail" && shape === "line");
  if (map.getZoom() >= DOTS_FROM) {
    for (const place of lines) for (const station of place.stations) dot(board, station.at);
  }
  for (const place of lines) pills(board, place, marked);
}

/** @param {Board} board @param {Place} place @param {Set<Place>} marked */
function pills(board, place, marked) {
  const path = drawnParts(place)
    .map((part) => new Measured(positionsOf(part).map(pixel)))
    .reduce((best, line) => (line.length > best.length ? line : best));
  const words = say(place.short);
  const w = textWidth(words, 11, 700) + 14;
  const faint = marked.size && !marked.has(place) ? "geo-faint" : "";
  const look = `geo-pill ${place.certainty === "schematic" ? "geo-dashed" : ""} ${faint}`;
  let left = path.length > TWICE_FROM_PX ? 2 : 1;
  for (const share of SPOTS) {
    const [x, y] = path.at(path.length * share);
    const box = boxAt(x, y, w, 18);
    if (!board.isFree(box)) continue;
    board.put(words, look, x, y);
    board.take(box);
    if (--left === 0) return;
  }
}

/** @param {Board} board @param {[number, number]} at */
function dot(board, at) {
  const { x, y } = pixel(at);
  const box = boxAt(x, y, 10, 10);
  if (!board.isFree(box)) return;
  const circle = svg("circle", { cx: 4.5, cy: 4.5, r: 3.2, class: "geo-station-dot" });
  board.put(svg("svg", { width: 9, height: 9, viewBox: "0 0 9 9" }, circle), "geo-station", x, y);
  board.take(box);
}

/** @param {Board} board @param {Place[]} here */
export function nameStations(board, here) {
  if (map.getZoom() < NAMES_FROM) return;
  const written = new Set();
  for (const { layer, stations } of here) {
    if (layer !== "rail") continue;
    for (const station of stations) {
      const words = say(station.name);
      if (!words || written.has(words)) continue;
      const { x, y } = pixel(station.at);
      const w = textWidth(words, 11) + 2;
      const spots = [
        [w / 2 + 8, 0],
        [-w / 2 - 8, 0],
        [0, -13],
        [0, 13],
      ];
      const spot = spots.find(([dx, dy]) => board.isFree(boxAt(x + dx, y + dy, w, 14)));
      if (!spot) continue;
      written.add(words);
      board.put(words, "geo-station-name", x + spot[0], y + spot[1]);
      board.take(boxAt(x + spot[0], y + spot[1], w, 14));
    }
  }
}
