// @ts-check
// The card's place: a Leaflet popup on a wide screen, the sheet on a phone.
import { chooseNone } from "geo/act";
import { camera, cardRoom, cardSpot, frame, isFraming } from "geo/camera";
import { placeCard } from "geo/card";
import { placesOf } from "geo/data";
import { element, find, put } from "geo/dom";
import { enter, isInside, leave } from "geo/focus";
import { pointCard } from "geo/here";
import { L, container, isEmbedded, isPhone, map, moves, pixel, sheetHeight, sheetPx } from "geo/stage";
import { t } from "geo/strings";
import { change, onChange, view } from "geo/view";

const CARD_WIDTH_PX = 356;
const LEAST_PX = 180;
/** What the buttons over the map take, and the tip of a card above its place. */
const ABOVE_PX = 60;
const TIP_PX = 26;
const STILL_ZOOM = 10.5;
const CARD = ".geo-card";
/** What of the view decides about the card. @type {any} */
const CARDS = ["selected", "card", "at", "lang"];

/** @type {any} */
let popup = null;
/** What opens the card when the map has arrived. @type {(() => void) | null} */
let waiting = null;
/** Closing by ourselves is not the reader's closing. */
let closing = false;

/** Keep the card in step with the view. */
export function startPopup() {
  onChange(CARDS, show);
  onChange(["reader"], makeRoom);
  map.on("resize", stayInSight);
  map.on("popupclose", (/** @type {any} */ event) => {
    if (event.popup !== popup) return;
    popup = null;
    if (closing) return;
    chooseNone();
    leave(CARD);
  });
  matchMedia("(max-width: 720px)").addEventListener("change", showAgain);
}

/** Show the card as one that just opened. */
export const showAgain = () => show(new Set(["card"]));

/** @param {Set<string>} changed */
function show(changed) {
  const card = makeCard();
  const sheet = isPhone() && !isEmbedded;
  showInSheet(sheet ? card : null);
  if (!card || sheet || isCovered()) {
    closePopup();
    if (!card && changed.has("card")) leave(CARD);
    frame(0, card && sheet ? sheetPx(view.sheet) : 0);
    return;
  }
  const only = changed.size === 1 && changed.has("lang");
  if (!only) limit();
  const place = placesOf(view.selected)[0];
  if (only && popup) {
    popup.setContent(card);
    return;
  }
  closePopup();
  const arrive = () =>
    open(card, view.card === "point" && view.at ? view.at : cardSpot(place, view.at));
  if (!isFraming()) arrive();
  else {
    // A popup that opens while the map flies would stand where the place was.
    waiting = arrive;
    if (moves()) map.once("moveend", () => waiting === arrive && arrive());
    frame(heightOf(card));
    if (!moves()) arrive();
  }
}

function makeCard() {
  if (view.card === "point" && view.at) return pointCard(view.at);
  const place = placesOf(view.selected)[0];
  return view.card === "place" && place ? placeCard(place, view.at) : null;
}

/** Does the report leave no room for a card? In a small frame of a page the map is all above it. */
const isCovered = () => isPhone() && isEmbedded && view.reader;

/** The report opened or closed. @param {Set<string>} changed */
function makeRoom(changed) {
  if (!isPhone() || !isEmbedded) return stayInSight();
  if (!CARDS.some((/** @type {string} */ each) => changed.has(each))) show(changed);
  const { still } = camera;
  // A link opens the report before it chooses: then its places are framed beside it.
  const isChosen = Boolean(view.at || view.selected.length);
  if (isCovered() && isChosen) requestAnimationFrame(() => keepInSight(still));
}

/** The map has more room or less, as beside the report: the card keeps to what there is. */
function stayInSight() {
  if (!popup || camera.still || !map.getSize().x) return;
  const card = popup.getContent();
  const top = card.scrollTop;
  // Leaflet puts the content in anew: what has the focus there would lose it.
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const held = focused?.closest(CARD) ? focused : null;
  limit();
  Object.assign(popup.options, { maxWidth: cardWidth(), minWidth: cardWidth(), autoPan: true });
  popup.update();
  held?.focus({ preventScroll: true });
  card.scrollTop = top;
}

const cardWidth = () => Math.min(CARD_WIDTH_PX, map.getSize().x - 48);

/** @param {HTMLElement} card @param {[number, number]} spot */
function open(card, spot) {
  if (camera.still) limit(pixel(spot).y - ABOVE_PX - TIP_PX);
  popup = L.popup({
    maxWidth: cardWidth(),
    minWidth: cardWidth(),
    offset: [0, -6],
    autoPan: !camera.still,
    autoPanPaddingTopLeft: [24, ABOVE_PX],
    autoPanPaddingBottomRight: [24, 36],
    className: "geo-popup",
  });
  popup.setLatLng([spot[1], spot[0]]).setContent(card).openOn(map);
  const close = popup.getElement().querySelector(".leaflet-popup-close-button");
  if (camera.still && isOut(close)) {
    // A link from a larger window: the map stands where it says, unless the card were lost.
    popup.options.autoPan = true;
    popup.update();
  }
  close.setAttribute("aria-label", t("close"));
  const reading = Boolean(document.activeElement?.closest(".geo-reader"));
  if (!reading) enter(card, CARD, isInside(CARD) ? document.body : document.activeElement);
}

/** Is it outside the map? @param {Element} node */
function isOut(node) {
  const { top, right } = node.getBoundingClientRect();
  const box = container.getBoundingClientRect();
  return top < box.top || right > box.right;
}

function closePopup() {
  waiting = null;
  if (!popup) return;
  closing = true;
  const node = popup.getElement();
  popup.remove();
  // Leaflet lets it fade; two cards at once would be one too many.
  if (node) node.remove();
  popup = null;
  closing = false;
}

/** How high a card will stand. @param {HTMLElement} card */
function heightOf(card) {
  const trial = element("div", { class: "geo-trial" }, card);
  document.body.append(trial);
  const height = card.offsetHeight;
  card.remove();
  trial.remove();
  return height;
}

/** A card is never higher than the map, nor than what is left above its place where that is known.
 * @param {number} [above] px */
function limit(above = Infinity) {
  const room = Math.max(LEAST_PX, Math.min(above, cardRoom()));
  document.body.style.setProperty("--geo-card-room", `${room}px`);
}

/** @param {HTMLElement | null} card */
function showInSheet(card) {
  const holder = find(".geo-chosen-card");
  document.body.classList.toggle("geo-has-card", Boolean(card));
  if (!card) {
    if (holder.firstChild) change({ sheet: "peek" });
    put(holder);
    return;
  }
  const back = element("button", { class: "geo-back", onclick: chooseNone }, `← ${t("back")}`);
  // The list may have stood over all of the map: the first card leaves some of it to its place.
  const isFirst = !holder.firstChild;
  put(holder, back, card);
  find(".geo-scroll").scrollTop = 0;
  if (isFirst || view.sheet === "peek") change({ sheet: "half" });
  if (!document.activeElement?.closest(".geo-reader")) enter(card, CARD);
  const { still } = camera;
  if (!isFraming()) requestAnimationFrame(() => keepInSight(still));
}

/** Move the map so that the clicked place stays above the sheet, or the report.
 * @param {boolean} still does an address say where it stands? Then only what were hidden moves it */
function keepInSight(still) {
  const place = placesOf(view.selected)[0];
  const spot = view.at || (place && cardSpot(place, null));
  if (!spot) return;
  const free = map.getSize().y - Math.max(sheetHeight(), innerHeight * 0.5);
  const here = pixel(spot);
  const isSeen = here.x > 0 && here.x < map.getSize().x && here.y > 0 && here.y < free;
  if (still && isSeen) return;
  const zoom = Math.max(map.getZoom(), STILL_ZOOM);
  if (zoom !== map.getZoom()) map.setView([spot[1], spot[0]], zoom, { animate: false });
  const { x, y } = pixel(spot);
  map.panBy([x - map.getSize().x / 2, y - free / 2 - 20], { animate: moves() });
}
