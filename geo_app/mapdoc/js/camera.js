// @ts-check
// Where the map looks. A card needs room above its place, so framing waits until it is known.
import { leaves, plan } from "geo/data";
import { tipOf } from "geo/geometry";
import { drawnParts, isSeat } from "geo/look";
import { L, boundsOf, fit, isEmbedded, isPhone, map, moves, pixel, sheetHeight } from "geo/stage";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").LngLat} LngLat */

/** The map never comes nearer than this by itself: a name in a report is no street address. */
const NEAREST_ZOOM = 13;
const SETTLED_MS = 160;
const CARD_MARGIN_PX = 98;
const LEAST_ROOM_PX = 190;
// A card is at most so high that its place keeps room below it.
const CARD_SHARE = 0.64;
const LOW_CARD_SHARE = 0.46;
const LEAST_CARD_PX = 400;
const ROOM_AROUND_PX = 112;

/** While a link is opened the map stands where the link says. */
export const camera = { still: false };

/** @type {{places: Place[], card: boolean} | null} */
let wanted = null;

/**
 * Ask for places to be framed at the next drawing.
 * @param {Place[]} several @param {boolean} card
 */
export function frameOn(several, card) {
  wanted = { places: several, card };
  // What is chosen already changes nothing that would draw: then the map moves by itself.
  setTimeout(() => {
    const open = /** @type {HTMLElement | null} */ (document.querySelector(".geo-popup .geo-card"));
    if (wanted) frame(open ? open.offsetHeight : 0);
  }, SETTLED_MS);
}

/** Is a framing asked for? */
export const isFraming = () => wanted !== null;

/** What was asked for; with it the whole sheet, if it lies far from it. */
function wantedBounds() {
  if (!wanted) return null;
  const bounds = L.latLngBounds([]);
  for (const place of wanted.places.flatMap(leaves)) {
    if (isSeat(place) && place.farKm) bounds.extend([place.anchor[1], place.anchor[0]]);
    else bounds.extend(boundsOf(place.bbox));
    if (place.farKm) bounds.extend(boundsOf(plan.home));
  }
  return bounds;
}

/**
 * Frame what was asked for. @param {number} [cardHeight] px of the card that will stand above
 * @param {number} [foot] px that a sheet will cover
 */
export function frame(cardHeight = 0, foot = 0) {
  const bounds = wantedBounds();
  const asked = wanted;
  wanted = null;
  if (!asked || !bounds?.isValid() || frameBounds(bounds, cardHeight, foot)) return;
  // A frame that a page just moves is small for a moment: once there is room, it is asked for anew.
  map.once("resize", () => frameOn(asked.places, asked.card));
}

/**
 * How high a card may be over what will be framed: less where the place is large, or it would
 * shrink to a spot.
 */
export function cardRoom() {
  const { y } = map.getSize();
  const most = Math.max(LEAST_CARD_PX, y * CARD_SHARE);
  const bounds = wantedBounds();
  if (!bounds || !bounds.isValid()) return Math.min(y - ROOM_AROUND_PX, most);
  const zoom = (/** @type {number} */ above) =>
    map.getBoundsZoom(bounds, false, L.point(140, above + 70));
  const large = zoom(most + CARD_MARGIN_PX) < Math.min(NEAREST_ZOOM, zoom(80)) - 0.4;
  return Math.min(y - ROOM_AROUND_PX, large ? Math.max(LEAST_CARD_PX, y * LOW_CARD_SHARE) : most);
}

/**
 * @param {any} bounds @param {number} [cardHeight] @param {number} [foot]
 * @returns {boolean} was there room?
 */
export function frameBounds(bounds, cardHeight = 0, foot = 0) {
  const phone = isPhone();
  const side = phone ? 30 : 70;
  // In a page of its own a phone shows the card in the sheet, which stands at the foot.
  const card = phone && !isEmbedded ? 0 : cardHeight;
  const least = phone ? 76 : 80;
  const room = map.getSize().y - LEAST_ROOM_PX;
  const top = card ? Math.max(least, Math.min(card + CARD_MARGIN_PX, room)) : least;
  return fit(bounds, {
    paddingTopLeft: [side, top],
    paddingBottomRight: [side, phone ? sheetHeight(foot) + 56 : 70],
    maxZoom: NEAREST_ZOOM,
    animate: moves(),
  });
}

/**
 * Where a card opens: the northern tip of its place; the clicked point if the tip is out of sight.
 * @param {Place} place @param {LngLat | null} clicked @returns {LngLat}
 */
export function cardSpot(place, clicked) {
  if (isSeat(place) && !clicked) return place.seat || place.anchor;
  if (isSeat(place)) return clicked || place.anchor;
  const parts = leaves(place).flatMap(drawnParts);
  if (!parts.length) return clicked || place.anchor;
  const tip = tipOf(parts);
  const { x, y } = pixel(tip);
  const size = map.getSize();
  const inSight = x > 0 && y > 0 && x < size.x && y < size.y;
  return clicked && !inSight ? clicked : tip;
}
