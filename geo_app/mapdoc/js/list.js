// @ts-check
// The list of places: the accessible twin of the map. Same filter, same effect; sorted as asked.
import { choosePlace } from "geo/act";
import { leaves, placeOf } from "geo/data";
import { element, find, put } from "geo/dom";
import { lift } from "geo/draw";
import { number } from "geo/facts";
import { shown } from "geo/filter";
import { Growing } from "geo/grow";
import { taskHits, sentenceHits } from "geo/hits";
import { announce } from "geo/live";
import { grouped } from "geo/order";
import { map, meets, sheetBox } from "geo/stage";
import { otherLang, say, sayOther, t } from "geo/strings";
import { glyph, nineSquare } from "geo/symbols";
import { change, onChange, view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

const SORTS = ["layer", "name", "task", "area"];

/** Keep the list in step. */
export function startList() {
  const keys = ["tasks", "hidden", "places", "query", "lang", "sort", "near"];
  onChange(["lang", "sort", "near", "query"], drawTools);
  growing = new Growing(find(".geo-rows"), find(".geo-scroll"));
  onChange(/** @type {any} */ ([...keys, "tab"]), follow);
  onChange(/** @type {any} */ ([...keys, "selected", "tab"]), markCurrent);
  find(".geo-places").addEventListener("keydown", walk);
  find(".geo-sort").addEventListener("change", (/** @type {any} */ { target }) =>
    change({ sort: target.value }),
  );
  find(".geo-near").addEventListener("click", () => change({ near: !view.near }));
  map.on("moveend", () => {
    if (!view.near || !isSeen()) return;
    build(new Set());
    markCurrent();
  });
}

/** The rows that can be walked through. @returns {HTMLElement[]} */
export function rows() {
  return [...document.querySelectorAll(".geo-places .geo-row")].map(
    (node) => /** @type {HTMLElement} */ (node),
  );
}

function drawTools() {
  put(
    find(".geo-sort"),
    ...SORTS.map((one) =>
      element("option", { value: one, selected: one === view.sort }, t(`sort_${one}`)),
    ),
  );
  // What is searched for comes best first, unless another order is asked for.
  find(".geo-sort").hidden = Boolean(view.query.trim()) && view.sort === "layer";
  find(".geo-near").setAttribute("aria-pressed", String(view.near));
}

/** The places of the filter, and of the view if that is asked for. */
function listed() {
  if (!view.near) return shown();
  const sheet = sheetBox();
  return shown().filter(({ bbox }) => meets(bbox, sheet));
}

/** @type {Growing} */
let growing;
/** Changes that the list has not followed yet. @type {Set<string>} */
let missed = new Set();

/** The list waits until it is opened. */
const isSeen = () => view.tab === "places";

/** @param {Set<string>} changed */
function follow(changed) {
  for (const key of changed) if (key !== "tab") missed.add(key);
  find(".geo-places-count").textContent = String(listed().length);
  if (!missed.size || !isSeen()) return;
  const now = missed;
  missed = new Set();
  build(now);
}

/** @param {Set<string>} changed */
function build(changed) {
  const scroll = find(".geo-scroll");
  const top = scroll.scrollTop;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".geo-row"));
  const all = listed();
  const asked = Boolean(view.query.trim());
  const tasks = asked ? taskHits() : [];
  const said = asked ? sentenceHits() : [];
  const parts = grouped(all).map(({ title, places }, i) => ({
    heads: () => [
      ...(asked && !i ? [heading(t("hits_places"), all.length)] : []),
      ...(title ? [heading(title, places.length)] : []),
    ],
    rows: places,
    make: row,
  }));
  const rest = [...tasks, ...said];
  if (!parts.length && !rest.length) {
    const none = view.near && shown().length ? "none_in_view" : "none";
    rest.push(element("p", { class: "geo-empty" }, t(none)));
  }
  growing.begin(parts, rest);
  if (focused) growing.until(placeOf(focused.dataset.row || ""));
  scroll.scrollTop = changed.has("query") ? 0 : top;
  const same = focused && rows().find((one) => one.dataset.row === focused.dataset.row);
  if (same) same.focus({ preventScroll: true });
  if (changed.has("near") && view.near) announce(t("n_in_view", { n: all.length }));
  if (changed.has("query") && asked) {
    const beside = rows().filter(({ dataset }) => !dataset.row).length;
    const n = beside + all.length;
    announce(n ? t("n_results", { n }) : t("none"));
  }
}

/** @param {string} title @param {number} n */
function heading(title, n) {
  return element("h2", {}, title, element("span", {}, String(n)));
}

/** Rows are made once for a language and an order: filtering only picks among them. @type {Map<string, any>} */
const made = new Map();

/** @param {Place} place */
function row(place) {
  const key = `${place.id} ${view.lang} ${view.sort === "area"}`;
  const there = made.get(key) || newRow(place);
  made.set(key, there);
  return there;
}

/** @param {Place} place */
function newRow(place) {
  const light = (/** @type {boolean} */ on) => () =>
    leaves(place).forEach((one) => lift(one, on));
  return element(
    "button",
    {
      class: "geo-row",
      "data-row": place.id,
      onclick: () => choosePlace(place, { frame: true }),
      onmouseenter: light(true),
      onmouseleave: light(false),
    },
    glyph(place.layer, 17, place.kind),
    element("b", {}, say(place.name)),
    view.sort === "area" ? sizeOf(place) : nineSquare(place.tasks, "geo-small"),
    element("small", { lang: otherLang() }, sayOther(place.name)),
  );
}

/** @param {Place} place */
function sizeOf({ areaKm2, lengthKm }) {
  const size = areaKm2 ? `${number(areaKm2)} km²` : lengthKm ? `${number(lengthKm)} km` : "";
  return element("em", {}, size);
}

function markCurrent() {
  if (!isSeen()) return;
  if (view.selected.length === 1) growing.until(placeOf(view.selected[0]));
  for (const node of rows()) {
    const on = view.selected.includes(node.dataset.row || "");
    if (on) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
    if (on && view.selected.length === 1 && view.tab === "places") {
      node.scrollIntoView({ block: "nearest" });
    }
  }
}

/**
 * Arrow keys walk through the rows; up from the first leads to the search.
 * @param {KeyboardEvent} event
 */
function walk(event) {
  if (event.key === "End") growing.more();
  const all = rows();
  const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || now < 0) return;
  event.preventDefault();
  if (to < 0) find(".geo-search input").focus();
  else all[Math.min(all.length - 1, to)].focus();
}
