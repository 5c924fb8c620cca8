// @ts-check
// The address is the view: read at the start and when it changes, written in one function.
import { camera, frameOn } from "geo/camera";
import { placeOf, placesIn, plan, sentences } from "geo/data";
import { goHome, isEmbedded, map } from "geo/stage";
import { t } from "geo/strings";
import { NO_FILTER } from "geo/filter";
import { change, drawNow, onChange, view } from "geo/view";

/** @typedef {import("geo/view").View} View */

const PLACES_5 = 5;
const ZOOM_DIGITS = 2;
const SAME_PX = 2;
let written = "";
/** The stand that the address gave: Leaflet rounds it to whole pixels. @type {number[] | null} */
let asWritten = null;
/** Does the address say where the map stands, or did the reader move it? */
let moved = false;

/** Open what the address says and keep the address in step. Hosted in a page, the page does it. */
export function startLink() {
  if (isEmbedded) {
    // The page keeps the address; the frame's own says only how the map stands at first.
    if (location.hash) open(location.hash.slice(1));
    else goHome(false);
    return;
  }
  const keys = [
    "tasks",
    "hidden",
    "selected",
    "sentence",
    "card",
    "at",
    "lang",
    "theme",
    "tab",
    "query",
    "reader",
  ];
  onChange(/** @type {any} */ (keys), write);
  map.on("dragstart zoomstart", () => {
    moved = true;
  });
  map.on("moveend", write);
  open(location.hash.slice(1));
  addEventListener("hashchange", ({ newURL }) => {
    // Not the present address: the map may have written its stand into it meanwhile.
    const asked = new URL(newURL).hash.slice(1);
    if (asked !== written) open(asked);
  });
}

/** The language and theme that the address asks for, before anything is drawn. */
export function readLook() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const lang = asked.get("lang") || plan.lang;
  const theme = asked.get("theme") ?? plan.theme;
  if (lang === "zh" || lang === "en") view.lang = lang;
  if (theme === "light" || theme === "dark") view.theme = theme;
}

/** @param {string} hash */
function open(hash) {
  const asked = new URLSearchParams(hash);
  const stand = standOf(asked.get("view"));
  const { patch, unknown } = read(asked);
  camera.still = Boolean(stand);
  // The report takes room from the map: it opens before the map is set.
  change({ reader: patch.reader });
  drawNow();
  if (stand) {
    moved = true;
    asWritten = stand;
    map.setView([stand[0], stand[1]], stand[2], { animate: false });
  } else {
    goHome(false);
    const framed = (patch.selected || []).map(placeOf).filter(Boolean);
    if (framed.length) frameOn(/** @type {any} */ (framed), patch.card === "place");
  }
  change(patch);
  if (unknown.length) change({ notice: t("unknown_place", { id: unknown.join(", ") }) });
  drawNow();
  camera.still = false;
  write();
}

/** @param {URLSearchParams} asked @returns {{patch: Partial<View>, unknown: string[]}} */
function read(asked) {
  const ids = listOf(asked.get("place"));
  const known = ids
    .map(placeOf)
    .filter(Boolean)
    .map((place) => /** @type {any} */ (place).id);
  const layers = plan.layers.map((/** @type {{id: string}} */ { id }) => id);
  const tasks = plan.tasks.map((/** @type {{n: number}} */ { n }) => n);
  const at = (asked.get("at") || "").split(",").map(Number);
  const sentence = asked.has("sentence") ? Number(asked.get("sentence")) : null;
  const marked = sentence !== null && sentences[sentence] ? sentence : null;
  const spot = at.length === 2 && at.every(Number.isFinite) ? at : null;
  const named =
    marked !== null && !ids.length ? placesIn(sentences[marked]).map(({ id }) => id) : [];
  /** @type {Partial<View>} */
  const patch = {
    ...NO_FILTER,
    tasks: listOf(asked.get("task"))
      .map(Number)
      .filter((n) => tasks.includes(n)),
    hidden: listOf(asked.get("hide")).filter((id) => layers.includes(id)),
    query: asked.get("q") || "",
    selected: known.length ? known : named,
    sentence: marked,
    card: known.length === 1 ? "place" : spot && !known.length ? "point" : null,
    at: /** @type {any} */ (spot),
    tab: asked.get("tab") === "places" ? "places" : "legend",
    reader: asked.get("report") === "1",
    notice: "",
  };
  const lang = asked.get("lang");
  if (lang === "zh" || lang === "en") patch.lang = lang;
  const theme = asked.get("theme");
  if (theme === "light" || theme === "dark") patch.theme = theme;
  return { patch, unknown: ids.filter((id) => !placeOf(id)) };
}

/** @param {string | null} text */
const listOf = (text) => (text || "").split(",").filter(Boolean);

/** lat, lng, zoom of an address, if they are numbers on the globe. @param {string | null} text */
function standOf(text) {
  const stand = (text || "").split(",").map(Number);
  const fits = stand.length === 3 && stand.every(Number.isFinite);
  return fits && Math.abs(stand[0]) <= 85 && Math.abs(stand[1]) <= 180 ? stand : null;
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

/** Write the view into the address. */
function write() {
  const parts = new Map();
  if (view.tasks.length) parts.set("task", view.tasks.join(","));
  if (view.hidden.length) parts.set("hide", view.hidden.join(","));
  if (view.query.trim()) parts.set("q", encodeURIComponent(view.query.trim()));
  if (view.sentence !== null) parts.set("sentence", view.sentence);
  const bySentence = view.sentence !== null && view.card !== "place";
  if (view.selected.length && !bySentence) parts.set("place", view.selected.join(","));
  if (view.at) parts.set("at", view.at.map((degrees) => degrees.toFixed(PLACES_5)).join(","));
  if (view.reader) parts.set("report", "1");
  if (view.tab === "places") parts.set("tab", "places");
  if (view.lang !== plan.lang) parts.set("lang", view.lang);
  if (view.theme && view.theme !== plan.theme) parts.set("theme", view.theme);
  if (moved || view.selected.length) {
    const [lat, lng, zoom] = stands();
    const at = `${lat.toFixed(PLACES_5)},${lng.toFixed(PLACES_5)}`;
    parts.set("view", `${at},${Number(zoom.toFixed(ZOOM_DIGITS))}`);
  }
  written = [...parts].map(([key, value]) => `${key}=${value}`).join("&");
  const address = written ? `#${written}` : location.pathname + location.search;
  try {
    history.replaceState(null, "", address);
  } catch {
    // A document without an address of its own (about:srcdoc) keeps its view to itself.
  }
}
