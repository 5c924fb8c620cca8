// @ts-check
// The plan as the document carries it: one JSON, read once, indexed once.

import { rows } from "geo/unpack";

/**
 * @typedef {{zh: string, en: string}} Text
 * @typedef {[number, number]} LngLat
 * @typedef {[number, number, number, number]} Bbox west, south, east, north
 * @typedef {string | {t: string, p: number[]}} Run
 * @typedef {{task: number, section: string, kind: string, runs: Run[], gloss?: string,
 *   index: number}} Sentence
 * @typedef {{n: number, says: Text}} Source what it says, and which of the plan's sources it is
 * @typedef {{status: string, asOf: string, says: Text, title: string, publisher: string,
 *   date: string, url: string, words: string}} Outcome
 * @typedef {{id: string, task: number, sentence: number, words: string, indicator: Text,
 *   value: number, unit: Text, comparator: string, deadline: Text | null, places: number[],
 *   outcomes: Outcome[]}} Target
 * @typedef {{id: string, formerly: string[], name: Text, short: Text, aliases: string[],
 *   pinyin: string, layer: string, kind: string, geometry: any, certainty: string, basis: string,
 *   accuracy: number | null, tasks: number[], quotes: {s: number, via: string | null}[],
 *   anchor: LngLat, bbox: Bbox, areaKm2: number | null, lengthKm: number | null,
 *   measured: boolean, farKm: number, atRest: boolean, wide: boolean, members: string[],
 *   groups: string[], type: string, inferred: Text | null, note: Text | null, deviation: Text | null, districts: string[],
 *   seat: LngLat | null, stations: {name: Text, at: LngLat}[], sources: Source[],
 *   outcomes: Outcome[], targets: number[], index: number, shape: string}} Place
 * @typedef {{kind: string, name: Text | null, rank: number, ref: string | null,
 *   width: number | null, geometry: any}} ContextFeature
 */

const holder = /** @type {HTMLElement} */ (document.getElementById("geo-plan"));

/** Everything the page knows; read-only. @type {any} */
export const plan = JSON.parse(holder.textContent || "");
plan.places = rows(plan.places);

/** @type {Place[]} */
export const places = plan.places;

/** @type {Sentence[]} */
export const sentences = plan.sentences;

/** Places by id, former ids included. @type {Map<string, Place>} */
const byId = new Map();

places.forEach((place, index) => {
  place.index = index;
  place.type = place.geometry ? place.geometry.type : "";
  place.shape = shapeOf(place);
  for (const id of place.formerly || []) byId.set(id, place);
});
places.forEach((place) => byId.set(place.id, place));
// A group is drawn by its members; where it lies is where they lie.
for (const place of places.filter(({ type }) => !type)) {
  const geometries = leaves(place).map(({ geometry }) => geometry);
  place.geometry = { type: "GeometryCollection", geometries };
}
sentences.forEach((sentence, index) => {
  sentence.index = index;
});

/** Find a place by its present or a former id. @param {string} id */
export function placeOf(id) {
  return byId.get(id);
}

/** Find the places of several ids; unknown ids are left out. @param {string[]} ids */
export function placesOf(ids) {
  return /** @type {Place[]} */ (ids.map((id) => byId.get(id)).filter(Boolean));
}

/**
 * The places that are really drawn for a place: itself, or the members of a group, all the way
 * down.
 * @param {Place} place @returns {Place[]}
 */
export function leaves(place) {
  if (!place.members.length) return place.type ? [place] : [];
  const found = new Set(placesOf(place.members).flatMap((member) => leaves(member)));
  return [...found];
}

/** The places that a sentence names, each once. @param {Sentence} sentence */
export function placesIn(sentence) {
  const indexes = sentence.runs.flatMap((run) => (typeof run === "string" ? [] : run.p));
  return [...new Set(indexes)].map((index) => places[index]);
}

/** The sentence word for word. @param {Sentence} sentence */
export function wordsOf(sentence) {
  return sentence.runs.map((run) => (typeof run === "string" ? run : run.t)).join("");
}

/** Headings of measures and their translation. @type {Map<string, string>} */
const headings = new Map(
  sentences
    .filter(({ kind }) => kind === "heading")
    .map((sentence) => [wordsOf(sentence), sentence.gloss || ""]),
);

/** The heading of the measure that a sentence belongs to, if any. @param {Sentence} sentence */
export function measureOf({ section }) {
  return headings.has(section) ? { zh: section, en: headings.get(section) || section } : null;
}

/** @param {Place} place @returns {"point" | "line" | "area" | "group"} */
function shapeOf(place) {
  const { type } = place;
  if (place.members.length || !type || type === "GeometryCollection") return "group";
  if (type.endsWith("Point")) return "point";
  return type.includes("Line") ? "line" : "area";
}
