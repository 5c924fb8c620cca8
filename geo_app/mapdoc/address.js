// @ts-check
// The view as an address, and back. What an address asks for and is not known is told apart.
import { placeOf, placesIn, plan, sentences } from "geo/data";
import { NO_FILTER } from "geo/filter";
import { placesOfTask } from "geo/story";
import { tilesOf } from "geo/tiles";
import { view } from "geo/view";

/** @typedef {import("geo/view").View} View */

const PLACES_5 = 5;
const ZOOM_DIGITS = 2;
const SORTS = ["layer", "name", "task", "area"];

/** @param {string | null} text */
const listOf = (text) => (text || "").split(",").filter(Boolean);

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
  const spot = at.length === 2 && at.every(Number.isFinite) ? at : null;
  const named =
    marked !== null && !ids.length ? placesIn(sentences[marked]).map(({ id }) => id) : [];
  const sort = asked.get("sort") || "";
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
    find: asked.get("find") || "",
    placed: asked.get("placed") === "1",
    gloss: asked.get("gloss") !== "0",
    read: sentenceOf(asked.get("read")),
    sort: /** @type {any} */ (SORTS.includes(sort) ? sort : "layer"),
    near: asked.get("near") === "1",
    story: storyOf(asked.get("walk")),
    notice: "",
    ...lookOf(asked),
  };
  return { patch, unknown: ids.filter((id) => !placeOf(id)) };
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

/** @param {string | null} text */
function sentenceOf(text) {
  return text && /^\d+$/.test(text) && sentences[Number(text)] ? Number(text) : null;
}

/** "5.3": the third place of task 5. @param {string | null} text @returns {[number, number] | null} */
function storyOf(text) {
  const [n, i] = (text || "").split(".").map(Number);
  return placesOfTask(n)[i - 1] ? [n, i - 1] : null;
}

/** lat, lng, zoom of an address, if they are numbers on the globe. @param {string | null} text */
export function standOf(text) {
  const stand = (text || "").split(",").map(Number);
  const fits = stand.length === 3 && stand.every(Number.isFinite);
  return fits && Math.abs(stand[0]) <= 85 && Math.abs(stand[1]) <= 180 ? stand : null;
}

/** What a hosting page keeps in its own address. */
const PAGES = ["task", "hide", "place", "lang"];

/** The address of the view. @param {number[] | null} stand lat, lng, zoom, if it is to be in it */
export function writeAddress(stand) {
  const parts = partsOfView();
  if (stand) {
    const [lat, lng, zoom] = stand;
    const at = `${lat.toFixed(PLACES_5)},${lng.toFixed(PLACES_5)}`;
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
  put("q", encodeURIComponent(view.query.trim()));
  if (view.sentence !== null) parts.set("sentence", view.sentence);
  const bySentence = view.sentence !== null && view.card !== "place";
  if (!bySentence) put("place", view.selected.join(","));
  put("at", view.at?.map((degrees) => degrees.toFixed(PLACES_5)).join(","));
  put("report", view.reader && "1");
  put("find", encodeURIComponent(view.find.trim()));
  put("placed", view.placed && "1");
  put("gloss", !view.gloss && "0");
  const scrolled = view.reader && view.sentence === null && !view.selected.length;
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
