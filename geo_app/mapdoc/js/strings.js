// @ts-check
// Words of the interface, in the language of the view.
import { plan } from "geo/data";
import { view } from "geo/view";

/** @typedef {import("geo/data").Text} Text */

const NINE = 9;

/**
 * A phrase of the interface; {name} is replaced by values.name, {name|one|more} by the word that
 * goes with that number.
 * @param {string} key @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const phrase =
    plan.strings[view.lang][key === "tasks" && plan.tasks.length !== NINE ? "tasks_any" : key];
  if (phrase === undefined) throw new Error(`no such phrase: ${key}`);
  const counted = phrase.replace(
    /\{(\w+)\|([^|}]*)\|([^}]*)\}/g,
    (/** @type {string} */ _whole, /** @type {string} */ name, /** @type {string} */ one,
      /** @type {string} */ more) => (Number(values[name]) === 1 ? one : more),
  );
  return counted.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) =>
    name in values ? String(values[name]) : whole,
  );
}

/** Is there such a phrase? @param {string} key */
export function has(key) {
  return plan.strings[view.lang][key] !== undefined;
}

/** A text of the data in the language of the view. @param {Text} text */
export function say(text) {
  return text[view.lang] || text.zh;
}

/** The same text in the other language. @param {Text} text */
export function sayOther(text) {
  return view.lang === "zh" ? text.en : text.zh;
}

/** `lang` of the interface's words. */
export function ownLang() {
  return view.lang === "zh" ? "zh-Hans" : "en";
}

/** `lang` of the other language's words. */
export function otherLang() {
  return view.lang === "zh" ? "en" : "zh-Hans";
}

/** @param {number} n */
export function taskName(n) {
  const task = plan.tasks.find((/** @type {{n: number}} */ one) => one.n === n);
  return task ? say(task.name) : "";
}

/** @param {number} n */
export function taskShort(n) {
  const task = plan.tasks.find((/** @type {{n: number}} */ one) => one.n === n);
  return task ? say(task.short) : "";
}

/** @param {string} id */
export function layerName(id) {
  const layer = plan.layers.find((/** @type {{id: string}} */ one) => one.id === id);
  return layer ? say(layer.title) : id;
}

/** A distance beyond the sheet. @param {number} km */
export function distance(km) {
  return `${km.toLocaleString("en-US")} km`;
}
