// @ts-check
// The sentences of a chosen place, one after the other; and the quotation of the one that is read.
import { readSentence } from "geo/act";
import { citation } from "geo/cite";
import { copyButton } from "geo/copy";
import { placeOf, sentences } from "geo/data";
import { element, find, put } from "geo/dom";
import { announce } from "geo/live";
import { say, t } from "geo/strings";
import { onChange, view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

/** The sentences that name a place, itself or through a group, as the report goes.
 * @param {Place} place */
function sentencesOf(place) {
  return [...new Set(place.quotes.map(({ s }) => s))].sort((a, b) => a - b);
}

/** Where the reader stands: the sentences of the one chosen place, and which of them is read. */
export function standing() {
  const place = view.selected.length === 1 ? placeOf(view.selected[0]) : undefined;
  const all = place ? sentencesOf(place) : [];
  if (!place || !all.length) return null;
  const read = view.sentence === null ? -1 : all.indexOf(view.sentence);
  const own = place.quotes.filter(({ via }) => !via);
  const body = (own.length ? own : place.quotes).find(({ s }) =>
    ["statement", "sentence"].includes(sentences[s].kind),
  );
  const first = body ? all.indexOf(body.s) : 0;
  return { place, all, at: read >= 0 ? read : first };
}

/** The sentence that is read now, or null. */
export function readNow() {
  if (view.sentence !== null) return view.sentence;
  const stand = standing();
  return stand ? stand.all[stand.at] : null;
}

/** Go to the next or the previous sentence of the place. @param {1 | -1} by */
export function step(by) {
  const stand = standing();
  if (!stand || !view.reader) return false;
  const to = (stand.at + by + stand.all.length) % stand.all.length;
  readSentence(stand.all[to]);
  announce(t("step", { i: to + 1, n: stand.all.length }));
  return true;
}

/** Keep the bar at the foot of the report in step. */
export function startSteps() {
  onChange(["selected", "sentence", "reader", "lang"], draw);
}

function draw() {
  const bar = find(".geo-steps");
  const now = view.reader ? readNow() : null;
  bar.hidden = now === null;
  if (now === null) return;
  const stand = standing();
  const several = stand && stand.all.length > 1;
  const focused = document.activeElement?.closest(".geo-steps button")?.className;
  put(
    bar,
    element(
      "span",
      { class: "geo-steps-name" },
      stand ? element("b", {}, say(stand.place.short)) : t("chosen_sentence"),
      stand && element("span", {}, t("step", { i: stand.at + 1, n: stand.all.length })),
    ),
    several && arrow("geo-step-before", "step_before", "↑", -1),
    several && arrow("geo-step-next", "step_next", "↓", 1),
    copyButton("copy_quote", () => citation(now, stand?.place.id)),
  );
  if (!focused) return;
  const again = [...bar.querySelectorAll("button")].find((node) => node.className === focused);
  again?.focus();
}

/** @param {string} name @param {string} key @param {string} sign @param {1 | -1} by */
function arrow(name, key, sign, by) {
  const attributes = { class: name, "aria-label": t(key), title: t(key), onclick: () => step(by) };
  return element("button", attributes, sign);
}
