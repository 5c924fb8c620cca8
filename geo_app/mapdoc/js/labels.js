// @ts-check
// All names on the map: placed one by one in order of weight, none over another.
import { Board } from "geo/board";
import { chosen } from "geo/choose";
import { places, plan } from "geo/data";
import { symbolSpots } from "geo/draw";
import { placeEdges } from "geo/edges";
import { shown, shownFlags } from "geo/filter";
import { nameContext } from "geo/label-context";
import { namePlaces } from "geo/label-places";
import { nameRail, nameStations } from "geo/label-rail";
import { isNamedRiver, nameRivers } from "geo/label-water";
import { bottomFirst } from "geo/layering";
import { isLarge } from "geo/scale";
import { map, meets, sheetBox } from "geo/stage";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

const AROUND = 0.05;
// There is no room for more names than this, whatever the plan: the first by weight are tried.
const MOST_TRIED = 500;
// Names of a large plan follow when the map has come to rest; so do those of any while it moves on.
const REST_MS = 120;

/** Names are the dearest part of a picture: at the start they wait until the map stands. */
let started = false;

/**
 * Name what is on the sheet from now on.
 * @param {boolean} bySteps with pauses between: a click meanwhile is answered at once
 */
export async function startLabels(bySteps) {
  started = true;
  if (isLarge || !bySteps) return drawLabels();
  const naming = steps();
  underWay = naming;
  // What a move or a filter asks for meanwhile is named instead.
  while (underWay === naming && !naming.next().done) await new Promise((go) => setTimeout(go));
}

/** @type {Iterator<void> | null} */
let underWay = null;

let timer = 0;

/** Name what is on the sheet: at once, or of a large plan when nothing moves any more. */
export function drawLabels() {
  if (!isLarge) return nameAll();
  clearTimeout(timer);
  timer = setTimeout(nameAll, REST_MS);
}

let movedAt = -Infinity;
let namedZoom = NaN;

/** Name what a move has brought into sight: at once, but not for each of many moves in a row. */
export function followMoves() {
  const now = performance.now();
  const goesOn = now - movedAt < REST_MS && map.getZoom() === namedZoom;
  movedAt = now;
  if (!goesOn) return drawLabels();
  clearTimeout(timer);
  timer = setTimeout(nameAll, REST_MS);
}

/** Name what is on the sheet, now. */
export function nameAll() {
  clearTimeout(timer);
  underWay = null;
  if (started) for (const _ of steps());
}

/** Seek the names of one sheet, a part at a time; all are shown at the end. */
function* steps() {
  namedZoom = map.getZoom();
  if (!map.getSize().x) return;
  const board = new Board();
  const marked = new Set(chosen());
  const here = inSight(marked);
  for (const [x, y, r] of symbolSpots()) board.take([x - r, y - r, x + r, y + r]);
  placeEdges(board, marked);
  yield;
  nameRail(board, here, marked);
  namePlaces(board, here, marked);
  yield;
  nameStations(board, here);
  nameRivers(
    board,
    new Set(
      shown()
        .filter(isNamedRiver)
        .map(({ name }) => name.zh),
    ),
  );
  nameContext(
    board,
    new Set(shown().flatMap(({ name, short }) => [name[view.lang], short[view.lang]])),
  );
  board.show();
}

/**
 * The places that may be named, in order of weight: the marked before all others.
 * @param {Set<Place>} marked
 */
function inSight(marked) {
  const sheet = sheetBox(AROUND);
  const isHere = (/** @type {Place} */ { shape, bbox }) =>
    shape !== "group" && meets(bbox, sheet);
  const here = marked.size ? byWeight().filter((place) => marked.has(place) && isHere(place)) : [];
  const flags = shownFlags();
  for (const place of byWeight()) {
    if (here.length >= MOST_TRIED) break;
    if (flags[place.index] && !marked.has(place) && isHere(place)) here.push(place);
  }
  return here;
}

/** @type {Place[]} */
let weighed = [];

function byWeight() {
  if (!weighed.length) {
    const lying = bottomFirst(places);
    weighed = plan.style.named.flatMap((/** @type {string} */ id) =>
      lying.filter(({ layer }) => layer === id),
    );
  }
  return weighed;
}
