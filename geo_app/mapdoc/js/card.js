// @ts-check
// The card: what the report says of a place, in its own words, then what the map knows of it.
import { choosePlace, readSentence } from "geo/act";
import { citation, placeLink } from "geo/cite";
import { copyButton } from "geo/copy";
import { placeOf, plan, sentences } from "geo/data";
import { element, verbatim } from "geo/dom";
import { factsOf, sourcesOf } from "geo/facts";
import { isShown } from "geo/filter";
import { positionFold } from "geo/here";
import { alsoAt } from "geo/near";
import { distance, layerName, otherLang, say, sayOther, t, taskName, taskShort } from "geo/strings";
import { glyph, nineSquare } from "geo/symbols";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").LngLat} LngLat */

const ALSO_SHOWN = 6;
// A place that many sentences name shows the first ones; the rest unfolds.
const QUOTES_SHOWN = 3;

/** The card of a place. @param {Place} place @param {LngLat | null} at where it was clicked */
export function placeCard(place, at) {
  return element(
    "section",
    {
      class: `geo-card l-${place.layer}`,
      "data-place": place.id,
      tabindex: -1,
      "aria-label": say(place.name),
    },
    kicker(place),
    heading(place),
    place.inferred && element("p", { class: "geo-inferred" }, inferredText(place)),
    quotations(place),
    placeRow(t("also_here"), alsoAt(place, at || place.anchor), at),
    placeRow(t("members"), place.members.map(placeOf), at),
    placeRow(t("part_of"), place.groups.map(placeOf), at),
    factsOf(place),
    sourcesOf(place),
    at && positionFold(at),
    element(
      "footer",
      { class: "geo-card-foot" },
      copyButton("copy_link", () => placeLink(place.id)),
    ),
  );
}

/** @param {Place} place */
function kicker(place) {
  const kind = plan.kinds[place.kind] ? say(plan.kinds[place.kind]) : "";
  const words = [
    kind && kind !== layerName(place.layer) ? kind : "",
    place.farKm ? distance(place.farKm) : "",
  ];
  return element(
    "p",
    { class: "geo-kicker" },
    glyph(place.layer, 15, place.kind),
    element("span", {}, layerName(place.layer)),
    element("span", { class: "geo-kind" }, words.filter(Boolean).join(" · ")),
  );
}

/** @param {Place} place */
function heading(place) {
  const tasks = place.tasks.map((n) => `${n} ${taskName(n)}`);
  const sign = element(
    "span",
    { class: "geo-tasks-sign", role: "img", "aria-label": `${t("task")} ${tasks.join(", ")}` },
    nineSquare(place.tasks),
  );
  sign.title = tasks.join("\n");
  return element(
    "div",
    { class: "geo-card-head" },
    element(
      "div",
      {},
      element("h2", {}, say(place.name)),
      sayOther(place.name) !== say(place.name) &&
        element("p", { class: "geo-other", lang: otherLang() }, sayOther(place.name)),
    ),
    sign,
  );
}

/** @param {Place} place */
function inferredText(place) {
  const why = place.inferred ? say(place.inferred) : "";
  return why ? `${t("inferred")}${t("colon")}${why}` : t("inferred");
}

/** @param {Place} place */
function quotations(place) {
  const holder = element("div", { class: "geo-quotes" });
  // A sentence that names a place and its group too is quoted for the place's own words.
  const once = place.quotes.filter(({ s }, i, all) => all.findIndex((one) => one.s === s) === i);
  const own = once.filter(({ s }) => sentences[s].kind !== "recap");
  // The closing page says again what a task said: once is enough.
  const all = (own.length ? own : once).map((quote) => quotation(place, quote));
  if (all.length <= QUOTES_SHOWN) holder.append(...all);
  else {
    const rest = all.slice(QUOTES_SHOWN - 1);
    const summary = element("summary", {}, t("n_more_quotes", { n: rest.length }));
    holder.append(...all.slice(0, QUOTES_SHOWN - 1), element("details", {}, summary, ...rest));
  }
  return holder;
}

/** @param {Place} place @param {{s: number, via: string | null}} quote */
function quotation(place, { s, via }) {
  const sentence = sentences[s];
  const group = via ? placeOf(via) : null;
  const marked = (group || place).index;
  const block = element("blockquote", { lang: plan.textLang, "data-sentence": s });
  /** @type {string[]} */
  const words = [];
  for (const run of sentence.runs) {
    if (typeof run === "string") verbatim(block, run);
    else if (!run.p.includes(marked)) verbatim(block, run.t);
    else {
      block.append(verbatim(element("mark"), run.t));
      words.push(run.t);
    }
  }
  const label = sentence.task
    ? `${t("keyword")} ${sentence.task} ${taskShort(sentence.task)}`
    : t("reader");
  const recap = sentence.kind === "recap" ? ` · ${t("again")}` : "";
  const button = {
    class: "geo-textlink geo-in-report",
    "data-sentence": s,
    onclick: () => readSentence(s),
  };
  if (view.lang === "en" && sentence.gloss) block.append(glossOf(sentence.gloss));
  block.append(
    element(
      "footer",
      { lang: view.lang === "zh" ? null : "en" },
      element("span", {}, label + recap),
      element(
        "span",
        { class: "geo-quote-tools" },
        copyButton("copy_quote", () => citation(s, place.id)),
        element("button", button, `${t("in_report")} →`),
      ),
      group && words.length && element("span", { class: "geo-via" }, ...namesGroup(words[0])),
    ),
  );
  return block;
}

/** @param {string} gloss */
function glossOf(gloss) {
  const note = element("small", {}, `${t("gloss_note")}${t("colon")}`);
  return element("p", { class: "geo-gloss", lang: "en" }, note, gloss);
}

/** The group by whose words a place is named; the words are those of the report in any language.
 * @param {string} words */
function namesGroup(words) {
  const [before, after] = t("names_group", { words: "\n" }).split("\n");
  return [before, element("span", { lang: plan.textLang }, words), after];
}

/** @param {string} label @param {(Place | undefined)[]} several @param {LngLat | null} at */
function placeRow(label, several, at) {
  const known = /** @type {Place[]} */ (several.filter(Boolean));
  if (!known.length) return null;
  const row = element("div", { class: "geo-also" }, element("span", {}, label));
  for (const place of known.slice(0, ALSO_SHOWN)) row.append(placeButton(place, at));
  if (known.length <= ALSO_SHOWN) return row;
  const rest = known.slice(ALSO_SHOWN);
  const more = element(
    "button",
    {
      class: "geo-textlink",
      onclick: () => more.replaceWith(...rest.map((one) => placeButton(one, at))),
    },
    t("n_more", { n: rest.length }),
  );
  row.append(more);
  return row;
}

/** @param {Place} place @param {LngLat | null} at */
function placeButton(place, at) {
  const onclick = () => choosePlace(place, { at, frame: !at && !isShown(place) });
  return element(
    "button",
    { class: `geo-placelink l-${place.layer}`, onclick },
    glyph(place.layer, 12, place.kind),
    say(place.short),
  );
}
