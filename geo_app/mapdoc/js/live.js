// @ts-check
// What a screen reader is told while nothing else says it: counts, choices, what was copied.
import { placesOf } from "geo/data";
import { find } from "geo/dom";
import { say, t } from "geo/strings";
import { onChange, view } from "geo/view";

let turn = false;

/** Say a sentence once; the same one again is said again. @param {string} words */
export function announce(words) {
  // A live region that does not change says nothing: an unseen space makes it another text.
  turn = !turn;
  find(".geo-live").textContent = words && (turn ? words : `${words}\u00a0`);
}

/** Tell what was chosen. */
export function startLive() {
  onChange(["selected"], () => {
    const several = placesOf(view.selected);
    if (!several.length) return;
    const [first] = several;
    const words = several.length === 1 ? say(first.name) : t("n_places", { n: several.length });
    announce(words);
  });
}
