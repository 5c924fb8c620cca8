// @ts-check
// The card of a point: everything planned there, and where it is: in China in three datums.
import { choosePlace } from "geo/act";
import { copyText } from "geo/copy";
import { inChina, toBd09, toGcj02 } from "geo/datum";
import { element } from "geo/dom";
import { gapKm, nearest, placesAt } from "geo/near";
import { layerName, say, t } from "geo/strings";
import { glyph, nineSquare } from "geo/symbols";
import { told } from "geo/turns";

/** @typedef {import("geo/data").Place} Place */
/** @typedef {import("geo/data").LngLat} LngLat */

const DIGITS = 6; // of a degree: 0.1 m

/** "28.228209, 112.938814": latitude first, as maps and phones take it. @param {LngLat} at
 * @param {number} [digits] */
export function latLng([lng, lat], digits = DIGITS) {
  return `${lat.toFixed(digits)}, ${told(lng).toFixed(digits)}`;
}

/** A position, to be copied; in the datums of Chinese maps too, where they are another. @param {LngLat} at */
export function positionRows(at) {
  /** @type {[string, LngLat][]} */
  const datums = [["WGS 84", at]];
  if (inChina(at)) datums.push(["GCJ-02", toGcj02(at)], ["BD-09", toBd09(at)]);
  const list = element("dl", { class: "geo-position" });
  for (const [datum, there] of datums) {
    const text = latLng(there);
    const button = element(
      "button",
      {
        class: "geo-coordinates",
        title: `${t("copy")} · ${t("lat_lng")}`,
        "aria-label": `${t("copy")} ${datum} ${text}`,
        onclick: () => copyText(text, button),
      },
      text,
    );
    list.append(element("dt", {}, datum), element("dd", {}, button));
  }
  return list;
}

/** A position that unfolds. @param {LngLat} at */
export function positionFold(at) {
  const summary = element("summary", {}, t("position"));
  return element("details", { class: "geo-sources" }, summary, positionRows(at));
}

/** The card of a point: everything planned there. @param {LngLat} at */
export function pointCard(at) {
  const all = placesAt(at);
  const found = all.filter(({ wide }) => !wide);
  const around = all.filter(({ wide }) => wide);
  const several = found.length ? found : nearest(at);
  const list = element("ul", { class: "geo-here" });
  for (const place of several) {
    const gap = found.length ? "" : `${gapKm(place, at).toFixed(1)} km`;
    list.append(element("li", {}, hereButton(place, found.length ? at : null, gap)));
  }
  const title = found.length ? t("planned_here", { n: found.length }) : t("nothing_here");
  return element(
    "section",
    { class: "geo-card geo-card-point", tabindex: -1, "aria-label": title },
    element("p", { class: "geo-kicker" }, t("at_point")),
    element("h2", {}, title),
    !found.length && several.length > 0 && element("p", { class: "geo-other" }, t("nearest")),
    list,
    around.length > 0 && insideFold(around, at),
    positionRows(at),
  );
}

/** Regions that hold half the province are no answer to "what is here". @param {Place[]} around
 * @param {LngLat} at */
function insideFold(around, at) {
  return element(
    "details",
    { class: "geo-sources geo-inside-fold" },
    element("summary", {}, t("also_inside", { n: around.length })),
    element(
      "ul",
      { class: "geo-here" },
      ...around.map((place) => element("li", {}, hereButton(place, at, ""))),
    ),
  );
}

/** @param {Place} place @param {LngLat | null} at @param {string} gap */
function hereButton(place, at, gap) {
  const onclick = () => choosePlace(place, { at, frame: !at });
  return element(
    "button",
    { class: `geo-row l-${place.layer}`, "data-row": place.id, onclick },
    glyph(place.layer, 17, place.kind),
    element("b", {}, say(place.name)),
    gap ? element("em", {}, gap) : nineSquare(place.tasks, "geo-small"),
    element("small", {}, layerName(place.layer)),
  );
}
