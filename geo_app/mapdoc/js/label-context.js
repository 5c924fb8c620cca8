// @ts-check
// Names of the ground: cities, districts, hills, lakes, towns, road numbers.
import { boxAt, leaning, textWidth } from "geo/board";
import { context } from "geo/context";
import { partsOf } from "geo/geometry";
import { map, pixel } from "geo/stage";
import { say } from "geo/strings";
import { view } from "geo/view";

/** @typedef {import("geo/board").Board} Board */
/** @typedef {import("geo/data").ContextFeature} ContextFeature */
/**
 * @typedef {{kinds: string[], look: string, px: number, spacing: number, weight: number,
 *   at: (zoom: number, rank: number) => boolean, leans?: boolean}} Rule
 */

/** In the order in which they are placed. @type {Rule[]} */
const RULES = [
  { kinds: ["city_label"], look: "geo-city", px: 13, spacing: 0, weight: 500, at: (z) => z < 12 },
  {
    kinds: ["district_label"],
    look: "geo-district",
    px: 14,
    spacing: 0.35,
    weight: 400,
    at: (z) => z > 9 && z < 13.5,
  },
  { kinds: ["island"], look: "geo-hill", px: 12, spacing: 0.1, weight: 400, at: (z) => z > 11.6 },
  {
    kinds: ["hill_label", "hill"],
    look: "geo-hill",
    px: 12,
    spacing: 0.1,
    weight: 400,
    at: (z, rank) => z > (rank <= 2 ? 9.6 : 11),
  },
  {
    kinds: ["lake"],
    look: "geo-lake",
    px: 12,
    spacing: 0,
    weight: 400,
    at: (z) => z > 10.8,
    leans: true,
  },
  { kinds: ["county_seat"], look: "geo-town", px: 12, spacing: 0, weight: 400, at: (z) => z > 9.4 },
  {
    kinds: ["town_label"],
    look: "geo-town",
    px: 12,
    spacing: 0,
    weight: 400,
    at: (z, rank) => z > (rank <= 2 ? 9.6 : rank === 3 ? 10 : 11.8),
  },
];
const SHIELDS_FROM = 9.7;
const ROADS = ["arterial", "ring_road", "expressway"];

/** @param {Board} board @param {Set<string>} said names that stand already as places */
export function nameContext(board, said) {
  const zoom = map.getZoom();
  const written = new Set(said);
  for (const name of said) written.add(name.replace(/[市县区]$/, ""));
  for (const rule of RULES) {
    const some = context.filter(
      ({ kind, name, rank }) => name && rule.kinds.includes(kind) && rule.at(zoom, rank),
    );
    for (const feature of some.sort((a, b) => a.rank - b.rank)) name(board, feature, rule, written);
  }
  if (zoom > SHIELDS_FROM) for (const road of context) shield(board, road);
}

/**
 * @param {Board} board
 * @param {ContextFeature} feature @param {Rule} rule @param {Set<string>} written
 */
function name(board, feature, rule, written) {
  const words = feature.name ? say(feature.name) : "";
  if (!words || written.has(words)) return;
  const at = middleOf(feature);
  if (!at) return;
  const { x, y } = pixel(at);
  const spacing = view.lang === "en" && rule.spacing ? 0.04 : rule.spacing;
  const box = boxAt(x, y, textWidth(words, rule.px, rule.weight, spacing), rule.px * 1.2);
  if (!board.isFree(box)) return;
  board.put(rule.leans ? leaning(words) : words, rule.look, x, y);
  board.take(box, 4, 2);
  written.add(words);
}

/** @type {Map<ContextFeature, [number, number] | null>} */
const middles = new Map();

/** The middle of a feature's largest part. @param {ContextFeature} feature */
function middleOf(feature) {
  let middle = middles.get(feature) || null;
  if (!middles.has(feature)) {
    const parts = partsOf(feature.geometry);
    middle = parts.length && parts[0].shape === "point" ? parts[0].at : null;
    const rings = parts.filter(({ shape }) => shape === "area").map(({ at }) => at[0]);
    if (rings.length) {
      const ring = rings.reduce((best, one) => (one.length > best.length ? one : best));
      const sum = ring.reduce(
        (/** @type {number[]} */ all, /** @type {number[]} */ one) => [
          all[0] + one[0],
          all[1] + one[1],
        ],
        [0, 0],
      );
      middle = [sum[0] / ring.length, sum[1] / ring.length];
    }
    middles.set(feature, middle);
  }
  return middle;
}

/** A road's number on its shield. @param {Board} board @param {ContextFeature} road */
function shield(board, road) {
  if (!road.ref || !ROADS.includes(road.kind)) return;
  for (const part of partsOf(road.geometry)) {
    if (part.shape !== "line") continue;
    for (const share of [0.2, 0.5, 0.8, 0.35, 0.65]) {
      const { x, y } = pixel(part.at[Math.floor(share * (part.at.length - 1))]);
      const box = boxAt(x, y, road.ref.length * 6 + 10, 16);
      if (!board.isFree(box)) continue;
      board.put(road.ref, "geo-shield", x, y);
      board.take(box, 2, 2);
      return;
    }
  }
}
