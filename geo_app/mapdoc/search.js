// @ts-check
// Search: what is typed filters list and map at once.
import { choosePlace } from "geo/act";
import { find } from "geo/dom";
import { shown } from "geo/filter";
import { rows } from "geo/list";
import { isPhone } from "geo/stage";
import { change, onChange, view } from "geo/view";

/** Wire the search field. */
export function startSearch() {
  const input = find(".geo-search input");
  input.addEventListener("input", () => {
    change(input.value.trim() ? { query: input.value, tab: "places" } : { query: "" });
  });
  input.addEventListener("focus", () => {
    if (isPhone()) change({ tab: "places", sheet: "tall", selected: [], card: null });
  });
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && view.query.trim() && shown().length) {
      choosePlace(bestHit(), { frame: true });
    }
    if (event.key === "ArrowDown" && rows().length) {
      event.preventDefault();
      rows()[0].focus();
    }
  });
  onChange(["query"], () => {
    if (input.value.trim() !== view.query.trim()) input.value = view.query;
  });
}

/** A place whose name is what was typed comes before one that only holds it. */
function bestHit() {
  const words = view.query.trim().toLowerCase();
  const names = (/** @type {import("geo/data").Place} */ { name, short, aliases }) =>
    [name.zh, name.en, short.zh, short.en, ...aliases].map((text) => text.toLowerCase());
  const exact = shown().find((place) => names(place).includes(words));
  return (
    exact || shown().find((place) => names(place).some((n) => n.startsWith(words))) || shown()[0]
  );
}
