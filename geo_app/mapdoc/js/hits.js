// @ts-check
// What a search finds beside places: tasks, and sentences of the report.
import { toggleTask, chooseSentence, readSentence } from "geo/act";
import { measureOf, placesIn, plan, sentences, wordsOf } from "geo/data";
import { element } from "geo/dom";
import { say, t, taskName } from "geo/strings";
import { nineSquare } from "geo/symbols";
import { change, view } from "geo/view";

/** @typedef {import("geo/data").Sentence} Sentence */

const SHOWN = 8;
const BEFORE = 8;
const AFTER = 22;
const BEFORE_LATIN = 24;
const AFTER_LATIN = 40;

const asked = () => view.query.trim().toLowerCase();

/** @param {string} words */
const isEnough = (words) => words.length >= (/\p{Script=Han}/u.test(words) ? 2 : 3);

/** The tasks that answer to what was typed, as rows with their heading. */
export function taskHits() {
  const words = asked();
  const found = plan.tasks.filter((/** @type {any} */ { n, name, short }) => {
    const texts = [name.zh, name.en, short.zh, short.en].map((text) => text.toLowerCase());
    return String(n) === words || (isEnough(words) && texts.some((text) => text.includes(words)));
  });
  const rows = found.map((/** @type {{n: number}} */ { n }) =>
    element(
      "button",
      { class: "geo-row geo-row-task", "data-hit": `task-${n}`, onclick: () => showTask(n) },
      nineSquare([n], "geo-small"),
      element("b", {}, `${n} ${taskName(n)}`),
    ),
  );
  return group(t("hits_tasks"), found.length, rows);
}

/** @param {number} n */
function showTask(n) {
  change({ query: "", tasks: [] });
  toggleTask(n, false);
}

/** The sentences that hold what was typed, as rows with their heading. */
export function sentenceHits() {
  const words = asked();
  if (!isEnough(words)) return [];
  const found = sentences.filter((one) => textWith(one, words) !== null);
  const rows = found.slice(0, SHOWN).map((one) => row(one, words));
  if (found.length > SHOWN) {
    const more = { class: "geo-row geo-row-more", "data-hit": "all", onclick: readAll };
    rows.push(element("button", more, element("b", {}, t("all_in_report", { n: found.length }))));
  }
  return group(t("hits_sentences"), found.length, rows);
}

function readAll() {
  change({ find: view.query.trim(), query: "", reader: true, selected: [], sentence: null, card: null });
}

/** The text of a sentence that holds the words: its own, or its translation. @param {Sentence} one
 * @param {string} words */
function textWith(one, words) {
  const own = wordsOf(one);
  if (own.toLowerCase().includes(words)) return { text: own, lang: plan.textLang };
  const gloss = view.lang === "en" ? one.gloss || "" : "";
  return gloss.toLowerCase().includes(words) ? { text: gloss, lang: "en" } : null;
}

/** @param {Sentence} one @param {string} words */
function row(one, words) {
  const { text, lang } = textWith(one, words) || { text: "", lang: "en" };
  const at = text.toLowerCase().indexOf(words);
  const [before, after] = lang === "en" ? [BEFORE_LATIN, AFTER_LATIN] : [BEFORE, AFTER];
  const from = Math.max(0, at - before);
  const to = Math.min(text.length, at + words.length + after);
  const named = placesIn(one).length > 0;
  const heading = measureOf(one);
  const where = [
    one.task ? `${one.task} ${taskName(one.task)}` : "",
    heading ? say(heading) : "",
  ].filter(Boolean);
  return element(
    "button",
    {
      class: "geo-row geo-row-sentence",
      "data-hit": `sentence-${one.index}`,
      onclick: () => {
        change({ reader: true });
        if (named) chooseSentence(one.index);
        else readSentence(one.index);
      },
    },
    element(
      "b",
      { lang },
      from > 0 ? "…" : "",
      text.slice(from, at),
      element("mark", {}, text.slice(at, at + words.length)),
      text.slice(at + words.length, to),
      to < text.length ? "…" : "",
    ),
    where.length > 0 && element("small", {}, where.join(t("dot"))),
  );
}

/** @param {string} title @param {number} n @param {HTMLElement[]} rows */
function group(title, n, rows) {
  if (!n) return [];
  const heading = element("h2", {}, title, element("span", {}, String(n)));
  return [heading, element("ul", {}, ...rows.map((one) => element("li", {}, one)))];
}
