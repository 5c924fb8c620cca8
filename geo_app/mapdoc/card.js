// @ts-check
// The card: what the report says of a place, in its own words, then what the map knows of it.
import { choosePlace, readSentence } from "geo/act";
import { placeOf, plan, sentences } from "geo/data";
import { element, verbatim } from "geo/dom";
import { factsOf, sourcesOf } from "geo/facts";
import { isShown } from "geo/filter";
import { alsoAt, km, nearest, placesAt } from "geo/near";
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
  const block = element("blockquote", { lang: "zh-Hans", "data-sentence": s });
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
  const button = { class: "geo-textlink", onclick: () => readSentence(s) };
  block.append(
    element(
      "footer",
      { lang: view.lang === "zh" ? null : "en" },
      element("span", {}, label + recap),
      element("button", button, `${t("in_report")} →`),
      group &&
        words.length &&
        element("span", { class: "geo-via" }, t("names_group", { words: words[0] })),
    ),
  );
  return block;
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

/** The card of a point: everything planned there. @param {LngLat} at */
export function pointCard(at) {
  const found = placesAt(at);
  const several = found.length ? found : nearest(at);
  const list = element("ul", { class: "geo-here" });
  for (const place of several) {
    const gap = found.length ? "" : `${km(at, place.seat || place.anchor).toFixed(1)} km`;
    list.append(element("li", {}, hereButton(place, found.length ? at : null, gap)));
  }
  const title = found.length ? t("planned_here", { n: found.length }) : t("nothing_here");
  return element(
    "section",
    { class: "geo-card geo-card-point", "aria-label": t("at_point") },
    element("p", { class: "geo-kicker" }, `${at[1].toFixed(4)}, ${at[0].toFixed(4)}`),
    element("h2", {}, title),
    !found.length && several.length > 0 && element("p", { class: "geo-other" }, t("nearest")),
    list,
  );
}

/** @param {Place} place @param {LngLat | null} at @param {string} gap */
function hereButton(place, at, gap) {
  const onclick = () => choosePlace(place, { at, frame: !at });
  return element(
    "button",
    { class: `geo-row l-${place.layer}`, onclick },
    glyph(place.layer, 17, place.kind),
    element("b", {}, say(place.name)),
    gap ? element("em", {}, gap) : nineSquare(place.tasks, "geo-small"),
    element("small", {}, layerName(place.layer)),
  );
}
