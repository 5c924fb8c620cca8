// @ts-check
// What a reader does: choose places, a sentence, a point; open and close. Each is one change.
import { placeOf, placesIn, sentences } from "geo/data";
import { frameOn } from "geo/camera";
import { NO_FILTER } from "geo/filter";
import { change, view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").LngLat} LngLat */

// The filter is left alone: what is chosen is marked even where the filter hides it.

/**
 * Choose one place and open its card.
 * @param {Place} place
 * @param {{at?: LngLat | null, frame?: boolean, sentence?: number | null}} [how] `at`: where it
 *   was clicked; `frame`: move the map to it
 */
export function choosePlace(place, { at = null, frame = false, sentence = null } = {}) {
  if (frame) frameOn([place], true);
  change({ selected: [place.id], card: "place", at, sentence, notice: "" });
}

/** Choose several places: no card, the map frames them. @param {Place[]} several */
export function choosePlaces(several) {
  const [first, ...rest] = several;
  const whole = first && first.members.length > 0;
  if (whole && rest.every((place) => first.members.includes(place.id))) {
    choosePlace(first, { frame: true });
    return;
  }
  if (several.length === 1) {
    choosePlace(first, { frame: true });
    return;
  }
  frameOn(several, false);
  change({
    selected: several.map(({ id }) => id),
    card: null,
    at: null,
    sentence: null,
  });
}

/** Choose a sentence and every place that it names. @param {number} index */
export function chooseSentence(index) {
  const named = placesIn(sentences[index]);
  frameOn(named, false);
  change({
    sentence: index,
    selected: named.map(({ id }) => id),
    card: null,
    at: null,
  });
}

/** Show the sentence of a quotation in the report; the place stays chosen. @param {number} index */
export function readSentence(index) {
  change({ reader: true, sentence: index });
}

/** List what is planned at a point. @param {LngLat} at @param {Place[]} found */
export function choosePoint(at, found) {
  change({
    selected: [],
    sentence: null,
    card: "point",
    at,
    notice: found.length ? "" : view.notice,
  });
}

/** Choose nothing. */
export function chooseNone() {
  change({ selected: [], sentence: null, card: null, at: null, notice: "" });
}

/**
 * Show only a task, or add it to those shown, or take it off.
 * @param {number} n @param {boolean} add
 */
export function toggleTask(n, add) {
  const on = view.tasks.includes(n);
  if (on) change({ tasks: view.tasks.filter((one) => one !== n) });
  else change({ tasks: (add ? [...view.tasks, n] : [n]).sort((a, b) => a - b) });
}

/** @param {string} id */
export function toggleLayer(id) {
  const rest = view.hidden.filter((one) => one !== id);
  change({ hidden: rest.length < view.hidden.length ? rest : [...rest, id] });
}

/** Show everything again. */
export function clearFilter() {
  change(NO_FILTER);
}

/** Choose places by id: those that exist. @param {string[]} ids @param {boolean} open */
export function chooseIds(ids, open) {
  const several = /** @type {Place[]} */ ([...new Set(ids.map(placeOf))].filter(Boolean));
  if (!several.length) chooseNone();
  else if (open && several.length === 1) choosePlace(several[0], { frame: true });
  else if (open) choosePlaces(several);
  else change({ selected: several.map(({ id }) => id), card: null, at: null, sentence: null });
}
