// @ts-check
// The filter by task, layer and outcome. What is clicked here reaches the map at once, in the
// browser; the page hears of it and follows. All text is text: nothing of the data is ever markup.

/** @typedef {{tasks: number[], hidden: string[], outcome: boolean}} Filter */

/** The components are modules of their own; they meet here. */
const bridge = (globalThis.geoBridge ??= { parts: {} });
/** Numbers what is asked of the page, so that an answer tells which question it knew. */
const asked = (bridge.asked ??= { number: 0, waiting: null });

/** After so long without an answer, what was asked was lost with the connection: ask again. */
const PATIENCE_MS = 1000;
/** A page that is only slow must come to its end between two questions. */
const MOST_PATIENCE_MS = 16000;

function wait(ms = PATIENCE_MS) {
  clearTimeout(asked.timer);
  if (!asked.waiting) return;
  asked.timer = setTimeout(() => {
    asked.again();
    wait(Math.min(2 * ms, MOST_PATIENCE_MS));
  }, ms);
}

/** Streamlit writes into its page whether it is connected; if it ever does not, time alone tells. */
const STATE = "data-test-connection-state";

/** What was asked without a connection is asked again once there is one. */
function watchConnection() {
  const app = document.querySelector(`[${STATE}]`);
  if (!app || asked.watch) return;
  asked.watch = new MutationObserver(() => {
    if (!asked.waiting || app.getAttribute(STATE) !== "CONNECTED") return;
    asked.again();
    wait();
  });
  asked.watch.observe(app, { attributeFilter: [STATE] });
}

/** Hand on what the page says, unless it does not know the last click yet: that is not undone. */
bridge.hear = (news) => {
  // Streamlit's page says it is English, whatever stands in it.
  document.documentElement.lang = news.lang === "zh" ? "zh-Hans" : news.lang;
  if (news.heard === asked.number) asked.waiting = null;
  wait();
  tell(asked.waiting ? { ...news, filter: asked.waiting } : news);
};

function tell(command) {
  bridge.command = command;
  for (const part of Object.values(bridge.parts)) part.obey(command);
}

/** Make an element. @param {string} tag @param {string} name @param {...(Node|string)} children */
function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** A group with its name above. @param {string} name @param {string} label @param {Node[]} children */
function group(name, label, children) {
  const head = make("p", "geo-label", label);
  head.id = `geo-label-${name}`;
  const element = make("div", `geo-${name}`, head, ...children);
  element.setAttribute("role", "group");
  element.setAttribute("aria-labelledby", head.id);
  return element;
}

/** @param {string} label @param {HTMLElement} count @param {(on: boolean) => void} change */
function box(label, count, change) {
  const input = document.createElement("input");
  input.type = "checkbox";
  input.addEventListener("change", () => change(input.checked));
  return { input, row: make("label", "", input, make("span", "", label), " ", count) };
}

/** @template T @param {T[]} list @param {T} one @param {boolean} isIn @returns {T[]} */
const put = (list, one, isIn) => [...list.filter((each) => each !== one), ...(isIn ? [one] : [])];

/** Draw the panel; return how to show a filter, and how many places each part of it has. */
function draw(host, { tasks, layers, words }, ask) {
  let filter = /** @type {Filter} */ ({ tasks: [], hidden: [], outcome: false });
  const counts = { tasks: tasks.map(() => make("em", "")), layers: layers.map(() => make("em", "")) };
  const change = (patch) => ask({ ...filter, ...patch });
  const pills = tasks.map(({ number, name }, i) => {
    const pill = make("button", "", `${number} ${name} `, counts.tasks[i]);
    pill.setAttribute("type", "button");
    pill.addEventListener("click", () =>
      change({ tasks: put(filter.tasks, number, !filter.tasks.includes(number)) }),
    );
    return pill;
  });
  const boxes = layers.map(({ id, title }, i) => {
    const each = box(title, counts.layers[i], (on) => change({ hidden: put(filter.hidden, id, !on) }));
    each.row.className = `geo-layer geo-layer-${id}`;
    each.input.after(make("i", ""));
    return each;
  });
  const last = make("em", "");
  const outcome = box(words.outcome, last, (on) => change({ outcome: on }));
  outcome.input.setAttribute("role", "switch");
  outcome.input.setAttribute("aria-describedby", "geo-outcome-help");
  const help = make("p", "geo-hint", words.help);
  help.id = "geo-outcome-help";
  host.replaceChildren(
    group("tasks", words.tasks, [make("div", "geo-pills", ...pills)]),
    group("layers", words.layers, boxes.map(({ row }) => row)),
    make("div", "geo-outcome", outcome.row, help),
  );

  /** @param {Filter} wanted @param {{tasks: number[], layers: number[], outcome: number}} of */
  return (wanted, of) => {
    filter = wanted;
    tasks.forEach(({ number }, i) =>
      pills[i].setAttribute("aria-pressed", String(filter.tasks.includes(number))),
    );
    layers.forEach(({ id }, i) => (boxes[i].input.checked = !filter.hidden.includes(id)));
    outcome.input.checked = filter.outcome;
    counts.tasks.forEach((count, i) => (count.textContent = String(of.tasks[i] ?? "")));
    counts.layers.forEach((count, i) => (count.textContent = String(of.layers[i] ?? "")));
    last.textContent = String(of.outcome);
  };
}

export default function ({ parentElement, data: [data], setTriggerValue }) {
  const host = parentElement.querySelector(".geo-filter");
  asked.again = () => setTriggerValue("filter", { number: asked.number, ...asked.waiting });
  watchConnection();
  const drawn = JSON.stringify(data);
  if (host.drawn === drawn) return;
  host.drawn = drawn;
  const show = draw(host, data, (filter) => {
    asked.number += 1;
    asked.waiting = filter;
    // At once: the page answers in a while.
    if (bridge.command) tell({ ...bridge.command, filter });
    asked.again();
    wait();
  });
  bridge.parts.filter = { obey: ({ filter, counts }) => show(filter, counts) };
  if (bridge.command) bridge.parts.filter.obey(bridge.command);
  else if (bridge.news) bridge.hear(bridge.news);
}
