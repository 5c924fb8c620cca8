// @ts-check
// Which places pass the filter, and how many would pass each of its parts. No DOM.
import { places, plan } from "geo/data";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

/** Does a place answer to what was typed? @param {Place} place @param {string} query */
export function matches(place, query) {
  const words = query.trim().toLowerCase();
  if (!words) return true;
  return haystack(place).some((text) => text.includes(words));
}

/** @type {Map<string, string[]>} */
const haystacks = new Map();

/** Everything a place may be found by, lower case. @param {Place} place */
function haystack(place) {
  let texts = haystacks.get(place.id);
  if (!texts) {
    const syllables = place.pinyin.toLowerCase().split(/\s+/);
    texts = [
      place.name.zh,
      place.short.zh,
      place.name.en,
      place.short.en,
      ...place.aliases,
      place.pinyin,
      syllables.join(""),
      syllables.map((syllable) => syllable.slice(0, 1)).join(""),
    ].map((text) => text.toLowerCase());
    haystacks.set(place.id, texts);
  }
  return texts;
}

/** @param {Place} place */
const inTasks = (place) => !view.tasks.length || place.tasks.some((n) => view.tasks.includes(n));
/** @param {Place} place */
const inLayers = (place) => !view.hidden.includes(place.layer);
/** @param {Place} place */
const inRest = (place) =>
  (!view.places || view.places.includes(place.id)) && matches(place, view.query);

let shownKey = "";
/** @type {Place[]} */
let shownPlaces = [];
/** @type {Set<string>} */
let shownIds = new Set();

/** The places that pass the whole filter, in the plan's order. */
export function shown() {
  const key = JSON.stringify([view.tasks, view.hidden, view.places, view.query]);
  if (key !== shownKey) {
    shownKey = key;
    shownPlaces = places.filter((place) => inTasks(place) && inLayers(place) && inRest(place));
    shownIds = new Set(shownPlaces.map((place) => place.id));
  }
  return shownPlaces;
}

/** @param {Place} place */
export function isShown(place) {
  shown();
  return shownIds.has(place.id);
}

/** Places per task under the other filters. @returns {Map<number, number>} */
export function taskCounts() {
  const base = places.filter((place) => inLayers(place) && inRest(place));
  return new Map(
    plan.tasks.map((/** @type {{n: number}} */ { n }) => [
      n,
      base.filter((place) => place.tasks.includes(n)).length,
    ]),
  );
}

/** Places per layer under the other filters. @returns {Map<string, number>} */
export function layerCounts() {
  const base = places.filter((place) => inTasks(place) && inRest(place));
  return new Map(
    plan.layers.map((/** @type {{id: string}} */ { id }) => [
      id,
      base.filter((place) => place.layer === id).length,
    ]),
  );
}

/** Is anything filtered? */
export function isFiltered() {
  return Boolean(view.tasks.length || view.hidden.length || view.places || view.query.trim());
}

/** The patch that shows everything again. */
export const NO_FILTER = { tasks: [], hidden: [], places: null, query: "" };
