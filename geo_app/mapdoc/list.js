// @ts-check
// The list of places: the accessible twin of the map. Same order, same filter, same effect.
import { choosePlace } from "geo/act";
import { plan } from "geo/data";
import { element, find, put } from "geo/dom";
import { shown } from "geo/filter";
import { layerName, otherLang, say, sayOther, t } from "geo/strings";
import { glyph, nineSquare } from "geo/symbols";
import { onChange, view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */

/** Keep the list in step. */
export function startList() {
  onChange(["tasks", "hidden", "places", "query", "lang"], build);
  onChange(["selected", "tab", "tasks", "hidden", "places", "query", "lang"], markCurrent);
  find(".geo-places").addEventListener("keydown", walk);
}

/** The rows that can be walked through. @returns {HTMLElement[]} */
export function rows() {
  return [...document.querySelectorAll(".geo-places .geo-row")].map(
    (node) => /** @type {HTMLElement} */ (node),
  );
}

function build() {
  const scroll = find(".geo-scroll");
  const top = scroll.scrollTop;
  const all = shown();
  const parts = all.length ? [] : [element("p", { class: "geo-empty" }, t("none"))];
  for (const { id } of plan.layers) {
    const some = all.filter(({ layer }) => layer === id);
    if (!some.length) continue;
    parts.push(
      element("h2", {}, layerName(id), element("span", {}, String(some.length))),
      element("ul", {}, ...some.map((place) => element("li", {}, row(place)))),
    );
  }
  put(find(".geo-places"), ...parts);
  find(".geo-places-count").textContent = String(all.length);
  scroll.scrollTop = top;
}

/** @param {Place} place */
function row(place) {
  return element(
    "button",
    {
      class: "geo-row",
      "data-row": place.id,
      onclick: () => choosePlace(place, { frame: true }),
    },
    glyph(place.layer, 17, place.kind),
    element("b", {}, say(place.name)),
    nineSquare(place.tasks, "geo-small"),
    element("small", { lang: otherLang() }, sayOther(place.name)),
  );
}

function markCurrent() {
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
  const all = rows();
  const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || now < 0) return;
  event.preventDefault();
  if (to < 0) find(".geo-search input").focus();
  else all[Math.min(all.length - 1, to)].focus();
}
