// @ts-check
// The address is the view: read at the start and when it changes, written in one function. A choice
// is a step that the browser's back button takes back; a move of the map is not.
import { lookOf, readAddress, standOf, writeAddress } from "geo/address";
import { camera, frameOn } from "geo/camera";
import { placesOf } from "geo/data";
import { goHome, isEmbedded, map } from "geo/stage";
import { t } from "geo/strings";
import { change, drawNow, onChange, view } from "geo/view";

const SAME_PX = 2;
// A map that moves on and on is written once, when it rests: browsers stop a page that writes more.
const REST_MS = 200;
/** What a reader chooses. */
export const STEPS = ["tasks", "hidden", "selected", "sentence", "card", "at", "reader", "story"];
/** What an address holds beside. */
export const MORE = ["lang", "theme", "tiles", "tab", "query", "find", "placed", "gloss", "read", "sort", "near"];

let written = "";
/** The stand that the address gave: Leaflet rounds it to whole pixels. @type {number[] | null} */
let asWritten = null;
/** Does the address say where the map stands, or did the reader move it? */
let moved = false;
/** While an address is opened it is not written as a step of its own. */
let opening = false;
/** What was chosen when the address was last written. */
let chosen = "";

/** Open what the address says and keep the address in step. Hosted in a page, the page does it. */
export function startLink() {
  if (isEmbedded) {
    // The page keeps the address; the frame's own says only how the map stands at first.
    if (location.hash) open(location.hash.slice(1));
    else goHome(false);
    return;
  }
  onChange(/** @type {any} */ ([...STEPS, ...MORE]), writeSoon);
  map.on("dragstart zoomstart", () => {
    moved = true;
  });
  map.on("moveend", () => {
    clearTimeout(resting);
    if (!opening) resting = setTimeout(writeNow, REST_MS);
  });
  open(location.hash.slice(1));
  addEventListener("popstate", () => {
    const asked = location.hash.slice(1);
    if (asked !== written) open(asked);
  });
}

/** The language and theme that the address asks for, before anything is drawn. */
export function readLook() {
  Object.assign(view, lookOf(new URLSearchParams(location.hash.slice(1))));
}

/** Show what an address says. @param {string} hash */
export function open(hash) {
  opening = true;
  const asked = new URLSearchParams(hash);
  const stand = standOf(asked.get("view"));
  const { patch, unknown } = readAddress(asked);
  camera.still = Boolean(stand);
  // The report takes room from the map: it opens before the map is set.
  const { reader, read, placed, gloss, lang } = patch;
  change({ reader, read, placed, gloss, lang });
  drawNow();
  asWritten = stand;
  goToStand(patch.selected, patch.card);
  // To bring the map to its stand was no move of the reader's.
  moved = Boolean(stand);
  // On a phone the list needs room to be one.
  change({ ...patch, ...(patch.tab === "places" && { sheet: "half" }) });
  if (unknown.length) change({ notice: t("unknown_place", { id: unknown.join(", ") }) });
  drawNow();
  camera.still = false;
  opening = false;
  chosen = choiceNow();
  writeNow();
}

/** Put the map where the address says; else to what is chosen, in the whole sheet. */
function goToStand(selected = view.selected, card = view.card) {
  if (asWritten) {
    map.setView([asWritten[0], asWritten[1]], asWritten[2], { animate: false });
    return;
  }
  goHome(false);
  const framed = placesOf(selected);
  if (framed.length) frameOn(framed, card === "place");
}

/** Put the map there, and set what stands on it. @param {() => void} set */
export function standAgain(set) {
  camera.still = Boolean(asWritten);
  goToStand();
  set();
  camera.still = false;
}

/** Where the map stands: lat, lng, zoom; as the address gave it while nobody moved it. */
function stands() {
  const { lat, lng } = map.getCenter();
  const zoom = map.getZoom();
  if (asWritten && asWritten[2] === zoom) {
    const size = map.getSize();
    const off = map.latLngToContainerPoint([asWritten[0], asWritten[1]]);
    if (Math.hypot(off.x - size.x / 2, off.y - size.y / 2) <= SAME_PX) return asWritten;
  }
  return [lat, lng, zoom];
}

/** What the back button can take back. */
function choiceNow() {
  return JSON.stringify(STEPS.map((key) => view[/** @type {keyof typeof view} */ (key)]));
}

let waiting = 0;
let resting = 0;

/** A choice is written when it has been painted: a browser takes milliseconds for an address. */
function writeSoon() {
  clearTimeout(waiting);
  if (!opening) waiting = setTimeout(writeNow);
}

/** Write the view into the address. */
export function writeNow() {
  clearTimeout(waiting);
  clearTimeout(resting);
  if (opening) return;
  const isStep = choiceNow() !== chosen;
  chosen = choiceNow();
  written = writeAddress(moved || view.selected.length ? stands() : null);
  const address = written ? `#${written}` : location.pathname + location.search;
  try {
    if (isStep) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    // A document without an address of its own (about:srcdoc) keeps its view to itself.
  }
}
