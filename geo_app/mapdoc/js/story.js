// @ts-check
// The walk: a task, place by place, in the order in which the report names them.
import { choosePlace } from "geo/act";
import { places, plan } from "geo/data";
import { element, find, put } from "geo/dom";
import { announce } from "geo/live";
import { say, t, taskName } from "geo/strings";
import { change, onChange, view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

/** Where a place stands in the text of a task. @param {Place} place @param {number} n */
function firstSentence(place, n) {
  const own = place.quotes.filter(({ s }) => plan.sentences[s].task === n).map(({ s }) => s);
  return own.length ? Math.min(...own) : Infinity;
}

/** The places of a task, as the report comes to them. @param {number} n */
export function placesOfTask(n) {
  return places
    .filter((place) => place.tasks.includes(n))
    .sort((a, b) => firstSentence(a, n) - firstSentence(b, n) || a.index - b.index);
}

/** The tasks that have places. @returns {number[]} */
const walkable = () =>
  plan.tasks
    .map((/** @type {{n: number}} */ { n }) => n)
    .filter((/** @type {number} */ n) => placesOfTask(n).length);

/** Begin the walk: with the task that is shown, else with the first. */
export function startWalk() {
  const tasks = walkable();
  const asked = view.tasks.find((n) => tasks.includes(n));
  go(asked ?? tasks[0], 0);
}

/** One place on or back; after the last of a task comes the next task. @param {1 | -1} by */
export function walk(by) {
  if (!view.story) return;
  const [n, i] = view.story;
  const tasks = walkable();
  const all = placesOfTask(n);
  if (i + by >= 0 && i + by < all.length) {
    go(n, i + by);
    return;
  }
  const next = tasks[(tasks.indexOf(n) + by + tasks.length) % tasks.length];
  go(next, by > 0 ? 0 : placesOfTask(next).length - 1);
}

/** @param {number} n @param {number} i */
function go(n, i) {
  const all = placesOfTask(n);
  const place = all[i];
  if (!place) return;
  change({ story: [n, i], tasks: [n], hidden: [], query: "", places: null, tool: "" });
  choosePlace(place, { frame: true });
  announce(`${t("story_at", { i: i + 1, n: all.length })}${t("colon")}${say(place.name)}`);
}

/** End it; what it chose stays. */
export function endWalk() {
  change({ story: null });
}

/** Keep its bar in step. */
export function startStory() {
  onChange(["story", "lang"], draw);
}

function draw() {
  const bar = find(".geo-story");
  bar.hidden = !view.story;
  document.body.classList.toggle("geo-walking", Boolean(view.story));
  if (!view.story) {
    put(bar);
    return;
  }
  const [n, i] = view.story;
  const focused = document.activeElement?.closest(".geo-story button")?.className;
  const choice = element(
    "select",
    {
      "aria-label": t("story_task"),
      onchange: (/** @type {any} */ { target }) => go(Number(target.value), 0),
    },
    ...walkable().map((/** @type {number} */ one) =>
      element("option", { value: one, selected: one === n }, `${one} ${taskName(one)}`),
    ),
  );
  put(
    bar,
    choice,
    element("span", { class: "geo-story-count" }, `${i + 1} / ${placesOfTask(n).length}`),
    arrow("geo-story-before", "story_before", "←", -1),
    arrow("geo-story-next", "story_next", "→", 1),
    element("button", { class: "geo-close", "aria-label": t("story_end"), onclick: endWalk }, "×"),
  );
  const same = [...bar.querySelectorAll("button")].find((node) => node.className === focused);
  same?.focus();
}

/** @param {string} name @param {string} key @param {string} sign @param {1 | -1} by */
function arrow(name, key, sign, by) {
  const attributes = { class: name, "aria-label": t(key), title: t(key), onclick: () => walk(by) };
  return element("button", attributes, sign);
}
