// @ts-check
// Search: what is typed filters list and map at once; tasks and sentences are found beside.
import { find } from "geo/dom";
import { rows } from "geo/list";
import { isPhone } from "geo/stage";
import { change, drawNow, onChange, view } from "geo/view";

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
    // What was typed last is drawn in the next frame: the keys below mean the list as it will be.
    drawNow();
    if (event.key === "Enter" && view.query.trim()) rows()[0]?.click();
    if (event.key === "ArrowDown" && rows().length) {
      event.preventDefault();
      rows()[0].focus();
    }
  });
  onChange(["query"], () => {
    if (input.value.trim() !== view.query.trim()) input.value = view.query;
  });
}
