// @ts-check
// Which places pass the filter, and how many would pass each of its parts. No DOM.
import { places, plan } from "geo/data";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

/** Does a place answer to what was typed? @param {Place} place @param {string} words lower case */
function matches(place, words) {
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

/**
 * What the filter lets through, found in one pass over the places.
 * @typedef {{of: any[], shown: Place[], isShown: Uint8Array, perTask: Map<number, number>,
 *   perLayer: Map<string, number>}} Result
 */

/** @type {Result | null} */
let last = null;

/** A change puts another value in the view: the same values are the same filter. */
const asked = () => [view.tasks, view.hidden, view.places, view.query];

/** @returns {Result} */
function result() {
  const of = asked();
  if (last && of.every((value, i) => value === last?.of[i])) return last;
  /** @type {Result} */
  const found = {
    of,
    shown: [],
    isShown: new Uint8Array(places.length),
    perTask: new Map(),
    perLayer: new Map(plan.layers.map((/** @type {{id: string}} */ { id }) => [id, 0])),
  };
  const tasks = new Set(view.tasks);
  const hidden = new Set(view.hidden);
  const only = view.places && new Set(view.places);
  const words = view.query.trim().toLowerCase();
  /** @type {number[]} */
  const inTask = [];
  const isAsked = (/** @type {number} */ n) => tasks.has(n);
  for (const place of places) {
    if (only && !only.has(place.id)) continue;
    if (words && !matches(place, words)) continue;
    const inTasks = !tasks.size || place.tasks.some(isAsked);
    const inLayers = !hidden.size || !hidden.has(place.layer);
    if (inLayers) for (const n of place.tasks) inTask[n] = (inTask[n] || 0) + 1;
    if (!inTasks) continue;
    add(found.perLayer, place.layer);
    if (!inLayers) continue;
    found.shown.push(place);
    found.isShown[place.index] = 1;
  }
  for (const { n } of plan.tasks) found.perTask.set(n, inTask[n] || 0);
  last = found;
  return found;
}

/** @template K @param {Map<K, number>} counts @param {K} key */
function add(counts, key) {
  counts.set(key, (counts.get(key) || 0) + 1);
}

/** The places that pass the whole filter, in the plan's order. */
export const shown = () => result().shown;

/** 1 for each place that passes, by its index: for those who ask for all of them. */
export const shownFlags = () => result().isShown;

/** @param {Place} place */
export const isShown = (place) => result().isShown[place.index] === 1;

/** Places per task under the other filters. @returns {Map<number, number>} */
export const taskCounts = () => result().perTask;

/** Places per layer under the other filters. @returns {Map<string, number>} */
export const layerCounts = () => result().perLayer;

/** Is anything filtered? */
export function isFiltered() {
  return Boolean(view.tasks.length || view.hidden.length || view.places || view.query.trim());
}

/** The patch that shows everything again. */
export const NO_FILTER = { tasks: [], hidden: [], places: null, query: "" };
