// @ts-check
// All names on the map: placed one by one in order of weight, none over another.
import { Board } from "geo/board";
import { chosen } from "geo/choose";
import { bottomFirst, symbolSpots } from "geo/draw";
import { placeEdges } from "geo/edges";
import { shown } from "geo/filter";
import { nameContext } from "geo/label-context";
import { namePlaces } from "geo/label-places";
import { nameRail, nameStations } from "geo/label-rail";
import { isNamedRiver, nameRivers } from "geo/label-water";
import { boundsOf, map } from "geo/stage";
import { view } from "geo/view";

// Which layer is named first where there is no room for all.
const WEIGHT = [
  "hub",
  "rail",
  "newtown",
  "region",
  "green",
  "park",
  "sci",
  "culture",
  "biz",
  "water",
];
const AROUND = 0.05;

/** Names are the dearest part of a picture: at the start they wait until the map stands. */
let started = false;

/** Name what is on the sheet from now on. */
export function startLabels() {
  started = true;
  drawLabels();
}

/** Name what is on the sheet. */
export function drawLabels() {
  if (!started || !map.getSize().x) return;
  const board = new Board();
  const marked = new Set(chosen());
  const sheet = map.getBounds().pad(AROUND);
  const here = [...new Set([...marked, ...shown()])]
    .filter((place) => place.shape !== "group" && sheet.intersects(boundsOf(place.bbox)))
    .sort((a, b) => order(a, b, marked));
  for (const [x, y, r] of symbolSpots) board.take([x - r, y - r, x + r, y + r]);
  placeEdges(board, marked);
  nameRail(board, here, marked);
  namePlaces(board, here, marked);
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
 * @param {import("geo/data").Place} a @param {import("geo/data").Place} b
 * @param {Set<import("geo/data").Place>} marked
 */
function order(a, b, marked) {
  const weight = (/** @type {{layer: string}} */ { layer }) => {
    const at = WEIGHT.indexOf(layer);
    return at < 0 ? WEIGHT.length : at;
  };
  return (
    Number(marked.has(b)) - Number(marked.has(a)) || weight(a) - weight(b) || bottomFirst(a, b)
  );
}
