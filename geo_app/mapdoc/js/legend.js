// @ts-check
// The legend is the filter: the nine tasks, the layers, and how exact things are drawn.
import { toggleLayer, toggleTask } from "geo/act";
import { plan } from "geo/data";
import { element, find, put } from "geo/dom";
import { layerCounts, taskCounts } from "geo/filter";
import { layerName, say, t, taskName, taskShort } from "geo/strings";
import { certaintyLine, swatch } from "geo/symbols";
import { change, onChange, view } from "geo/view";

/** @type {Map<number, any>} */
const taskButtons = new Map();
/** @type {Map<string, any>} */
const layerButtons = new Map();

/** Build the legend and keep it in step. */
export function startLegend() {
  onChange(["lang"], build);
  onChange(["lang", "tasks", "hidden", "places", "query"], update);
  find(".geo-all-tasks").addEventListener("click", () => change({ tasks: [] }));
  find(".geo-all-layers").addEventListener("click", () => change({ hidden: [] }));
}

function build() {
  put(find(".geo-grid"), ...plan.tasks.map(taskButton));
  put(find(".geo-layers"), ...plan.layers.map(layerRow));
  put(
    find(".geo-exactness"),
    ...["surveyed", "derived", "schematic"].map((certainty) =>
      element(
        "li",
        {},
        certaintyLine(certainty),
        element("span", {}, t(certainty)),
        element("small", {}, t(`${certainty}_means`)),
      ),
    ),
  );
}

/** @param {{n: number, name: any}} task */
function taskButton({ n, name }) {
  const button = element(
    "button",
    {
      onclick: (/** @type {MouseEvent} */ event) =>
        toggleTask(n, event.shiftKey || event.metaKey || event.ctrlKey),
      title: say(name),
      "data-task": n,
    },
    element("b", {}, String(n)),
    element("i", {}),
    element("span", {}, taskShort(n)),
  );
  taskButtons.set(n, button);
  return button;
}

/** @param {{id: string, description: any}} layer */
function layerRow({ id, description }) {
  const toggle = element(
    "button",
    {
      class: `geo-toggle l-${id}`,
      role: "checkbox",
      onclick: () => toggleLayer(id),
      title: description ? say(description) : null,
      "data-layer": id,
    },
    swatch(id),
    element("span", {}, layerName(id)),
    element("i", {}),
  );
  layerButtons.set(id, toggle);
  const only = element(
    "button",
    {
      class: "geo-only",
      onclick: () => showOnly(id),
      "aria-label": `${t("only")} ${layerName(id)}`,
    },
    t("only"),
  );
  return element("li", {}, toggle, only);
}

/** @param {string} id */
function showOnly(id) {
  const others = plan.layers.map((/** @type {{id: string}} */ layer) => layer.id);
  change({ hidden: others.filter((/** @type {string} */ one) => one !== id) });
}

function update() {
  const perTask = taskCounts();
  for (const [n, button] of taskButtons) {
    const count = perTask.get(n) || 0;
    button.querySelector("i").textContent = String(count);
    button.classList.toggle("geo-zero", !count);
    button.setAttribute("aria-pressed", String(view.tasks.includes(n)));
    const label = `${t("task")} ${n} ${taskName(n)}${t("comma")}${t("n_places", { n: count })}`;
    button.setAttribute("aria-label", label);
  }
  const perLayer = layerCounts();
  for (const [id, button] of layerButtons) {
    const count = perLayer.get(id) || 0;
    button.querySelector("i").textContent = String(count);
    button.classList.toggle("geo-zero", !count);
    button.setAttribute("aria-checked", String(!view.hidden.includes(id)));
    const label = `${layerName(id)}${t("comma")}${t("n_places", { n: count })}`;
    button.setAttribute("aria-label", label);
  }
  find(".geo-all-tasks").hidden = !view.tasks.length;
  find(".geo-all-layers").hidden = !view.hidden.length;
}
