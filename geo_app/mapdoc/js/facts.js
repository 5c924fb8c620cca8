// @ts-check
// What the map knows of a place: how exact it is, what became of it, its size, its sources.
import { plan } from "geo/data";
import { element, langOf, link } from "geo/dom";
import { has, say, t } from "geo/strings";
import { certaintyLine } from "geo/symbols";
import { view } from "geo/view";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").Outcome} Outcome */
/** @typedef {import("geo/data").Target} Target */

const OUTCOMES_SHOWN = 2;
const TARGETS_SHOWN = 6;

/** @param {Place} place */
export function factsOf(place) {
  const list = element("dl", { class: "geo-facts" });
  const row = (/** @type {string} */ term, /** @type {any[]} */ ...values) =>
    list.append(element("dt", {}, term), element("dd", {}, ...values));
  if (place.accuracy) row(t("accuracy"), certaintyLine(place.certainty), accuracyText(place));
  if (place.outcomes.length) row(t("since_then"), ...outcomeRows(place.outcomes));
  const targets = place.targets.map((index) => plan.targets[index]);
  if (targets.length) row(t("targets_here"), ...targetRows(targets));
  const off = place.deviation && element("span", { class: "geo-block" }, say(place.deviation));
  const drawn = place.measured ? `${t("comma")}${t("as_drawn")}` : "";
  if (place.lengthKm) row(t("length"), `${number(place.lengthKm)} ${t("km")}${drawn}`, off);
  if (place.areaKm2) row(t("area"), `${number(place.areaKm2)} km²${drawn}`, off);
  const note = place.note ? say(place.note) : "";
  const districts = view.lang === "zh" || !note ? place.districts.join("、") : "";
  if (note || districts) {
    row(
      t("extent"),
      districts && element("span", { class: "geo-block", lang: "zh-Hans" }, districts),
      note && element("span", { class: "geo-block" }, note),
    );
  }
  return list.childElementCount ? list : null;
}

/** "±1.5 km, schematic outline". @param {Place} place */
export function accuracyText(place) {
  const metres = place.accuracy || 0;
  const error = metres >= 1000 ? `±${number(metres / 1000)} km` : `±${number(metres)} m`;
  const how = `${place.certainty}_${place.shape}`;
  return `${error}${t("comma")}${has(how) ? t(how) : t(place.certainty)}`;
}

/** Up to three digits after the point, none that say nothing. @param {number} value */
export function number(value) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString("en-US");
}

/** What became of something. @param {Outcome[]} outcomes newest first */
export function outcomeRows(outcomes) {
  const rows = outcomes.map((outcome) => {
    const source = [outcome.publisher, outcome.date].filter(Boolean).join(" ");
    const cite = [t("bracket_open"), link(source, outcome.url), t("bracket_close")];
    return element(
      "span",
      { class: "geo-block" },
      say(outcome.says),
      source && element("span", { class: "geo-cite" }, ...cite),
    );
  });
  if (rows.length <= OUTCOMES_SHOWN) return rows;
  const earlier = rows.slice(OUTCOMES_SHOWN);
  const summary = element("summary", {}, t("earlier", { n: earlier.length }));
  return [...rows.slice(0, OUTCOMES_SHOWN), element("details", {}, summary, ...earlier)];
}

/** @param {Target[]} targets */
function targetRows(targets) {
  const texts = targets.slice(0, TARGETS_SHOWN).map(targetText);
  if (targets.length > TARGETS_SHOWN)
    texts.push(t("n_more", { n: targets.length - TARGETS_SHOWN }));
  return [texts.join(t("semicolon"))];
}

/** "轨道运营总里程 270公里". @param {Target} target */
export function targetText(target) {
  const sign =
    { at_least: "≥", at_most: "≤", more_than: ">", less_than: "<" }[target.comparator] || "";
  const unit = target.unit ? say(target.unit) : "";
  const space = view.lang === "zh" ? "" : " ";
  const value = target.value === null ? "" : `${sign}${target.value.toLocaleString("en-US")}`;
  return `${say(target.indicator)} ${value}${value ? space : ""}${unit}`.trim();
}

/** @param {Place} place */
export function sourcesOf(place) {
  const count = place.sources.length;
  const holder = element("details", { class: "geo-sources" });
  holder.append(element("summary", {}, `${t("sources")} ${count || ""}`.trim()));
  for (const { n, says } of place.sources) {
    const source = plan.sources[n];
    const curator = source.publisher === "curator";
    const cite = curator ? t("curator") : [source.publisher, source.date].filter(Boolean).join(" ");
    holder.append(
      element(
        "p",
        {},
        source.title && element("b", {}, link(source.title, source.url)),
        says && element("span", {}, say(says)),
        element(
          "span",
          { class: "geo-cite", lang: curator ? null : langOf(cite) },
          source.title || curator ? cite : link(cite, source.url),
        ),
      ),
    );
  }
  if (!count) holder.append(element("p", {}, t("curator")));
  return holder;
}
