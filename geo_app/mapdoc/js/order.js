// @ts-check
// The order of the list: by layer, name, task or area; the best hits first while searching. No DOM.
import { plan } from "geo/data";
import { layerName, say, taskName } from "geo/strings";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {{title: string, places: Place[]}} Group */

/**
 * Places in groups with a title ("" = none), in the order that the view asks for.
 * @param {Place[]} all @returns {Group[]}
 */
export function grouped(all) {
  if (!all.length) return [];
  if (view.sort === "name") return [{ title: "", places: [...all].sort(byName) }];
  if (view.sort === "area") return [{ title: "", places: [...all].sort(byArea) }];
  if (view.sort === "task") return byTask(all);
  if (view.query.trim()) return [{ title: "", places: bestFirst(all, view.query) }];
  return plan.layers
    .map((/** @type {{id: string}} */ { id }) => ({
      title: layerName(id),
      places: all.filter(({ layer }) => layer === id),
    }))
    .filter((/** @type {Group} */ { places }) => places.length);
}

/** Chinese names as a dictionary has them: by their sound. @param {Place} a @param {Place} b */
function byName(a, b) {
  const sound = (/** @type {Place} */ place) => (view.lang === "zh" ? place.pinyin : say(place.name));
  return sound(a).localeCompare(sound(b), "en") || a.index - b.index;
}

/** The larger first; then lines by length; then what has no size. @param {Place} a @param {Place} b */
function byArea(a, b) {
  return (
    (b.areaKm2 || 0) - (a.areaKm2 || 0) ||
    (b.lengthKm || 0) - (a.lengthKm || 0) ||
    a.index - b.index
  );
}

/** @param {Place[]} all @returns {Group[]} */
function byTask(all) {
  return plan.tasks
    .map((/** @type {{n: number}} */ { n }) => ({
      title: `${n} ${taskName(n)}`,
      places: all.filter(({ tasks }) => firstTask(tasks) === n),
    }))
    .filter((/** @type {Group} */ { places }) => places.length);
}

/** A place stands once, under the task that the filter asks for, else its first. @param {number[]} tasks */
function firstTask(tasks) {
  return tasks.find((n) => view.tasks.includes(n)) ?? tasks[0];
}

/** What was typed in full, then what begins with it, then what holds it, then the rest.
 * @param {Place[]} all @param {string} query */
function bestFirst(all, query) {
  const words = query.trim().toLowerCase();
  const rank = (/** @type {Place} */ { name, short, aliases, pinyin }) => {
    const names = [name.zh, short.zh, name.en, short.en].map((text) => text.toLowerCase());
    const others = aliases.map((text) => text.toLowerCase());
    const sounds = [pinyin.replaceAll(" ", ""), initials(pinyin)];
    if (names.includes(words)) return 0;
    if (others.includes(words)) return 1;
    if (names.some((text) => text.startsWith(words))) return 2;
    if (sounds.some((text) => text.startsWith(words))) return 3;
    return names.some((text) => text.includes(words)) ? 4 : 5;
  };
  return [...all].sort((a, b) => rank(a) - rank(b) || a.index - b.index);
}

/** @param {string} pinyin */
const initials = (pinyin) =>
  pinyin
    .split(" ")
    .map((syllable) => syllable[0])
    .join("");
