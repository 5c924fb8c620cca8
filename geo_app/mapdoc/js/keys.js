// @ts-check
// Keys: "/" searches, "?" helps; Esc closes one thing at a time, from the nearest to the farthest.
import { chooseNone } from "geo/act";
import { isDialogOpen } from "geo/dialog";
import { find } from "geo/dom";
import { isInside, leave } from "geo/focus";
import { showKeys } from "geo/more";
import { closeReader } from "geo/reader";
import { isEmbedded } from "geo/stage";
import { step } from "geo/steps";
import { endWalk, walk } from "geo/story";
import { closeNote } from "geo/targets";
import { change, view } from "geo/view";

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (isDialogOpen()) return;
    if (event.key === "Escape") escape();
    else if (!isTyping()) act(event);
  });
}

function isTyping() {
  const at = document.activeElement;
  return Boolean(at && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
}

/** @param {KeyboardEvent} event */
function act(event) {
  const by = event.key === "]" ? 1 : -1;
  switch (event.key) {
    case "/":
      if (isEmbedded) return;
      find(".geo-search input").focus();
      break;
    case "?":
      showKeys();
      break;
    case "r":
    case "R":
      if (view.reader) closeReader();
      else change({ reader: true });
      break;
    case "[":
    case "]":
      if (view.story) walk(by);
      else step(by);
      break;
    default:
      return;
  }
  event.preventDefault();
}

function escape() {
  const at = document.activeElement;
  if (view.more) {
    change({ more: false });
    leave(".geo-more-menu");
  } else if (view.find && at === find(".geo-find input")) change({ find: "" });
  else if (view.query && at === find(".geo-search input")) change({ query: "" });
  else if (view.tool) change({ tool: "" });
  else if (closeNote()) return;
  else if (view.reader && isInside(".geo-reader")) closeReader();
  else if (view.card || view.selected.length || view.sentence !== null) chooseNone();
  else if (view.notice) change({ notice: "" });
  else if (view.story) endWalk();
  else if (view.key) change({ key: false });
  else if (view.query) change({ query: "" });
  else if (view.reader) closeReader();
}
