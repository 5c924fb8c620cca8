// @ts-check
// The targets in the report: their words marked quietly, what became of them on a click.
import { plan } from "geo/data";
import { element, svg } from "geo/dom";
import { outcomeRows, targetText } from "geo/facts";
import { ownLang, say, t } from "geo/strings";
import { onChange } from "geo/view";

/** @typedef {import("geo/data").Sentence} Sentence */
/** @typedef {{text: string, p: number[] | null, target: number | null}} Piece */

/** @type {{button: any, index: number}[]} */
const buttons = [];
/** The note that is open. @type {{index: number, node: any} | null} */
let open = null;

/** The targets of a sentence, with their place in its words. @param {Sentence} one */
function spansOf(one) {
  const words = one.runs.map((run) => (typeof run === "string" ? run : run.t)).join("");
  return plan.targets
    .map((/** @type {any} */ target, /** @type {number} */ index) => {
      const from = target.sentence === one.index ? words.indexOf(target.words) : -1;
      return { index, from, to: from + target.words.length };
    })
    .filter((/** @type {{from: number}} */ { from }) => from >= 0)
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.from - b.from);
}

/**
 * The runs of a sentence cut where a target begins or ends.
 * @param {Sentence} one @returns {Piece[]}
 */
export function piecesOf(one) {
  const spans = spansOf(one);
  /** @type {Piece[]} */
  const pieces = [];
  let at = 0;
  for (const run of one.runs) {
    const text = typeof run === "string" ? run : run.t;
    const p = typeof run === "string" ? null : run.p;
    const cuts = spans.flatMap((/** @type {any} */ { from, to }) => [from, to]);
    const inner = cuts.filter((/** @type {number} */ cut) => cut > at && cut < at + text.length);
    const edges = [...new Set([at, ...inner, at + text.length])].sort((a, b) => a - b);
    for (let i = 0; i + 1 < edges.length; i++) {
      const span = spans.find(
        (/** @type {any} */ { from, to }) => from <= edges[i] && to >= edges[i + 1],
      );
      pieces.push({
        text: text.slice(edges[i] - at, edges[i + 1] - at),
        p,
        target: span ? span.index : null,
      });
    }
    at += text.length;
  }
  return pieces;
}

/** The small sign after the words of a target. @param {number} index */
export function targetButton(index) {
  const flag = svg(
    "svg",
    { width: 11, height: 11, viewBox: "0 0 11 11", "aria-hidden": "true" },
    svg("path", { d: "M1.5 9.5h8M3 9.5V6M5.5 9.5V3.5M8 9.5V1.5" }),
  );
  const button = element(
    "button",
    {
      class: "geo-target-button",
      "data-target": index,
      "aria-expanded": "false",
      onclick: () => toggleTarget(index, button),
    },
    flag,
  );
  buttons.push({ button, index });
  return button;
}

/** Open or close the note of a target, under its paragraph. @param {number} index @param {any} button */
export function toggleTarget(index, button) {
  const same = open && open.index === index;
  closeNote();
  if (same) return;
  const node = note(index);
  button.closest(".geo-report > *").after(node);
  button.setAttribute("aria-expanded", "true");
  open = { index, node };
}

/** Close the note that is open; say whether there was one. */
export function closeNote() {
  if (!open) return false;
  open.node.remove();
  const was = open.index;
  open = null;
  for (const { button, index } of buttons) {
    if (index === was) button.setAttribute("aria-expanded", "false");
  }
  return true;
}

/** @param {number} index */
function note(index) {
  const target = plan.targets[index];
  const deadline = target.deadline ? `${t("target_by")} ${say(target.deadline)}` : "";
  return element(
    "aside",
    { class: "geo-target-note", lang: ownLang(), "aria-label": t("target") },
    element("h5", {}, element("small", {}, t("target")), targetText(target)),
    deadline && element("p", {}, deadline),
    ...(target.outcomes.length
      ? outcomeRows(target.outcomes)
      : [element("p", { class: "geo-quiet" }, t("no_outcome"))]),
  );
}

/** Names for the signs, and an open note, in the language of the view. */
export function startTargets() {
  onChange(["lang"], nameTargets);
  nameTargets();
}

function nameTargets() {
  for (const { button, index } of buttons) {
    const label = `${t("target")}${t("colon")}${targetText(plan.targets[index])}`;
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  if (!open) return;
  const node = note(open.index);
  open.node.replaceWith(node);
  open.node = node;
}
