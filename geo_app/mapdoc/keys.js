// @ts-check
// Keys: "/" searches; Esc closes one thing at a time, from the nearest to the farthest.
import { chooseNone } from "geo/act";
import { find } from "geo/dom";
import { isEmbedded } from "geo/stage";
import { change, view } from "geo/view";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "/" && !isTyping()) search(event);
    if (event.key === "Escape") escape();
  });
}

function isTyping() {
  const at = document.activeElement;
  return Boolean(at && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
}

/** @param {KeyboardEvent} event */
function search(event) {
  if (isEmbedded) return;
  event.preventDefault();
  find(".geo-search input").focus();
}

function escape() {
  if (view.query && document.activeElement === find(".geo-search input")) change({ query: "" });
  else if (view.card || view.selected.length || view.sentence !== null) chooseNone();
  else if (view.notice) change({ notice: "" });
  else if (view.key) change({ key: false });
  else if (view.query) change({ query: "" });
  else if (view.reader) change({ reader: false });
}
