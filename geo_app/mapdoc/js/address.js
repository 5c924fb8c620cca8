// @ts-check
// The view as an address, and back. What an address asks for and is not known is told apart.
import { placeOf, placesIn, plan, sentences } from "geo/data";
import { NO_FILTER } from "geo/filter";
import { isEmbedded } from "geo/stage";
import { placesOfTask } from "geo/story";
import { tilesOf } from "geo/tiles";
import { drawn, told } from "geo/turns";
import { view } from "geo/view";

/** @typedef {import("geo/view").View} View */

const PLACES_5 = 5;
const ZOOM_DIGITS = 2;
const SORTS = ["layer", "name", "task", "area"];
// What is typed or sent is a few words. Each is searched for, drawn and written into the address.
const LONGEST_WORDS = 200;
// A link may be long, but a notice about it must not be.
const MOST_UNKNOWN = 3;
const LONGEST_UNKNOWN = 30;
// Mercator ends before the poles; a map may have been dragged once round the globe.
const MOST_LAT = 85;
const MOST_LNG = 360;
const MOST_ZOOM = 22;

/** @param {string | null} text */
const listOf = (text) => (text || "").split(",").filter(Boolean);

/** So many characters of a text; half of one never. @param {string | null} text @param {number} n */
const begin = (text, n) => [...(text || "").slice(0, 2 * n)].slice(0, n).join("");

/** May the map look there? Beyond, sums overflow to what is no number. @param {number} lng @param {number} lat */
export const isOnMap = (lng, lat) => Math.abs(lng) <= MOST_LNG && Math.abs(lat) <= MOST_LAT;

/**
 * What an address asks for.
 * @param {URLSearchParams} asked @returns {{patch: Partial<View>, unknown: string[]}}
 */
export function readAddress(asked) {
  const ids = listOf(asked.get("place"));
  const known = [...new Set(ids.map((id) => placeOf(id)?.id || "").filter(Boolean))];
  const layers = plan.layers.map((/** @type {{id: string}} */ { id }) => id);
  const tasks = plan.tasks.map((/** @type {{n: number}} */ { n }) => n);
  const at = (asked.get("at") || "").split(",").map(Number);
  const marked = sentenceOf(asked.get("sentence"));
  const spot = at.length === 2 && isOnMap(at[0], at[1]) ? [drawn(at[0]), at[1]] : null;
  const story = storyOf(asked.get("walk"));
  // A hosting page says itself what is chosen.
  const walked = isEmbedded ? null : story;
  const named = ids.length ? [] : namedBy(marked, walked).map(({ id }) => id);
  const sort = asked.get("sort") || "";
  /** @type {Partial<View>} */
  const patch = {
    ...NO_FILTER,
    tasks: [...new Set(listOf(asked.get("task")).map(Number))].filter((n) => tasks.includes(n)),
    hidden: [...new Set(listOf(asked.get("hide")))].filter((id) => layers.includes(id)),
    query: begin(asked.get("q"), LONGEST_WORDS),
    selected: known.length ? known : named,
    sentence: marked,
    card: known.length === 1 || (walked && named.length) ? "place" : spot && !known.length ? "point" : null,
    at: /** @type {any} */ (spot),
    tab: asked.get("tab") === "places" ? "places" : "legend",
    reader: asked.get("report") === "1",
    find: begin(asked.get("find"), LONGEST_WORDS),
    placed: asked.get("placed") === "1",
    gloss: asked.get("gloss") !== "0",
    read: sentenceOf(asked.get("read")),
    sort: /** @type {any} */ (SORTS.includes(sort) ? sort : "layer"),
    near: asked.get("near") === "1",
    story,
    notice: "",
    ...lookOf(asked),
  };
  const unknown = [...new Set(ids)].filter((id) => !placeOf(id)).slice(0, MOST_UNKNOWN);
  return { patch, unknown: unknown.map((id) => begin(id, LONGEST_UNKNOWN)) };
}

/** Language, theme, tiles: those asked for, else the document's own. @param {URLSearchParams} asked */
export function lookOf(asked) {
  const lang = asked.get("lang");
  const theme = asked.get("theme");
  return {
    lang: lang === "zh" || lang === "en" ? lang : plan.lang,
    theme: theme === "light" || theme === "dark" ? theme : plan.theme,
    tiles: tilesOf(asked.get("tiles")),
  };
}

/**
 * What an address without a place means: those of its sentence, or where its walk stands.
 * @param {number | null} marked @param {[number, number] | null} story
 */
function namedBy(marked, story) {
  if (marked !== null) return placesIn(sentences[marked]);
  return story ? [placesOfTask(story[0])[story[1]]] : [];
}

/** @param {string | null} text */
function sentenceOf(text) {
  return text && /^\d+$/.test(text) && sentences[Number(text)] ? Number(text) : null;
}

/** "5.3": the third place of task 5. @param {string | null} text @returns {[number, number] | null} */
function storyOf(text) {
  const [n, i] = (text || "").split(".").map(Number);
  return placesOfTask(n)[i - 1] ? [n, i - 1] : null;
}

/** lat, lng, zoom of an address, if a map can stand there. @param {string | null} text */
export function standOf(text) {
  const stand = (text || "").split(",").map(Number);
  const [lat, lng, zoom] = stand;
  const stands = stand.length === 3 && isOnMap(lng, lat) && zoom >= 0 && zoom <= MOST_ZOOM;
  return stands ? [lat, drawn(lng), zoom] : null;
}

/** Words for the address: half a character, as a paste may leave, has no code there. @param {string} words */
const coded = (words) => encodeURIComponent(words.trim().replace(/\p{Surrogate}/gu, "\ufffd"));

/** What a hosting page keeps in its own address. */
const PAGES = ["task", "hide", "place", "lang"];

/** The address of the view. @param {number[] | null} stand lat, lng, zoom, if it is to be in it */
export function writeAddress(stand) {
  const parts = partsOfView();
  if (stand) {
    const [lat, lng, zoom] = stand;
    const at = `${lat.toFixed(PLACES_5)},${told(lng).toFixed(PLACES_5)}`;
    parts.set("view", `${at},${Number(zoom.toFixed(ZOOM_DIGITS))}`);
  }
  return joined(parts);
}

/**
 * What of the view a hosting page cannot know; `card` tells a sentence from a place of it.
 * @param {string} theme the one that the page gave
 */
export function writeOwn(theme) {
  const parts = partsOfView();
  if (view.theme === theme) parts.delete("theme");
  if (view.sentence !== null && parts.has("place")) parts.set("card", "place");
  for (const name of PAGES) parts.delete(name);
  return joined(parts);
}

/** @param {Map<string, any>} parts */
const joined = (parts) => [...parts].map(([key, value]) => `${key}=${value}`).join("&");

/** @returns {Map<string, any>} */
function partsOfView() {
  const parts = new Map();
  const put = (/** @type {string} */ key, /** @type {any} */ value) => value && parts.set(key, value);
  put("task", view.tasks.join(","));
  put("hide", view.hidden.join(","));
  put("q", coded(view.query));
  if (view.sentence !== null) parts.set("sentence", view.sentence);
  const bySentence = view.sentence !== null && view.card !== "place";
  if (!bySentence) put("place", view.selected.join(","));
  if (view.at) put("at", `${told(view.at[0]).toFixed(PLACES_5)},${view.at[1].toFixed(PLACES_5)}`);
  put("report", view.reader && "1");
  put("find", coded(view.find));
  put("placed", view.placed && "1");
  put("gloss", !view.gloss && "0");
  // What was chosen or looked for says itself where the report stands.
  const led = view.sentence !== null || view.selected.length || view.find.trim();
  const scrolled = view.reader && !led;
  if (scrolled && view.read !== null) parts.set("read", view.read);
  put("tab", view.tab === "places" && "places");
  put("sort", view.sort !== "layer" && view.sort);
  put("near", view.near && "1");
  put("walk", view.story && `${view.story[0]}.${view.story[1] + 1}`);
  put("lang", view.lang !== plan.lang && view.lang);
  put("theme", view.theme !== plan.theme && view.theme);
  put("tiles", view.tiles);
  return parts;
}
