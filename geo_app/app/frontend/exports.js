// @ts-check
// The exports: links to files of what is shown, or of everything. Each is fetched here, so that it can
// be said that it is being made, and why it could not be; its address works by itself, too.

const bridge = (globalThis.geoBridge ??= { parts: {} });

const SETTLED_MS = 200;

/** Make an element. @param {string} tag @param {string} name @param {...(Node|string)} children */
function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** One of several. @param {string} name @param {string} label @param {[string, string][]} choices */
function radios(name, label, choices, change) {
  const head = make("p", "geo-label", label);
  head.id = `geo-label-${name}`;
  const inputs = {};
  const pills = choices.map(([value, text]) => {
    const input = Object.assign(document.createElement("input"), { type: "radio", value });
    input.name = `geo-${name}`;
    input.addEventListener("change", () => change(value));
    inputs[value] = input;
    return make("label", "", input, make("span", "", text));
  });
  const element = make("div", name, head, make("div", "geo-pills", ...pills));
  element.setAttribute("role", "radiogroup");
  element.setAttribute("aria-labelledby", head.id);
  return { element, inputs, texts: pills.map((pill) => pill.lastElementChild) };
}

/** Fetch a file and have the browser save it. @param {string} href @param {AbortSignal} signal */
async function save(href, signal) {
  const answer = await fetch(href, { signal });
  if (!answer.ok) throw new Error(answer.status < 500 ? await answer.text() : "");
  const [, name = ""] = /filename\*=UTF-8''(\S+)/.exec(answer.headers.get("content-disposition")) ?? [];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = decodeURIComponent(name);
  link.click();
  // Once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The address of a file, or of the sizes. @param {string} path @param {any} choice @param {any} filter */
function addressOf(path, { address, datum, isAll, lang }, filter) {
  const query = new URLSearchParams(address);
  if (!isAll) {
    if (filter.tasks.length) query.set("task", filter.tasks.join(","));
    if (filter.hidden.length) query.set("hide", filter.hidden.join(","));
    if (filter.outcome) query.set("outcome", "1");
  }
  if (datum !== "wgs84") query.set("datum", datum);
  query.set("lang", lang);
  // Relative to the page, so a base path or a proxy's prefix needs no setting.
  return `${new URL(path, new URL(".", document.baseURI)).href}?${query}`;
}

/** A link to a file, which says while it is made. @param {string} label @param {any} words */
function button(label, words, said, done) {
  const size = make("em", "");
  const link = /** @type {HTMLAnchorElement} */ (make("a", "file", make("span", "", label), " ", size));
  link.setAttribute("download", "");
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (link.ariaBusy === "true" || link.ariaDisabled === "true") return;
    link.ariaBusy = "true";
    said.textContent = words.making;
    try {
      await save(link.href, AbortSignal.timeout(600_000));
      said.textContent = "";
      done();
    } catch (error) {
      said.textContent = `${words["not-made"]} ${error instanceof TypeError ? "" : error.message}`;
    }
    link.ariaBusy = "false";
  });
  return { link, size, label: link.firstElementChild };
}

function draw(host, data) {
  const { offers, datums, words, paths } = data;
  const of = Object.fromEntries(offers.map((offer) => [offer.format, offer]));
  const chosen = { isAll: false, format: "qgz", datum: "wgs84" };
  let command = null;
  let sizes = null;
  let weighed = "";
  let timer;
  const set = (patch) => {
    Object.assign(chosen, patch);
    show();
    weigh();
  };
  // What was made has a size that is no guess.
  const again = () => {
    weighed = "";
    weigh();
  };
  const said = make("p", "geo-hint");
  said.setAttribute("role", "status");
  const scopes = [["shown", ""], ["everything", ""]];
  const scope = radios("scope", words.export, scopes, (value) => set({ isAll: value === "everything" }));
  const whole = make("p", "geo-label");
  const common = offers.filter((offer) => offer.common).map((offer) => button(offer.button, words, said, again));
  const names = offers.map(({ format, name }) => [format, name]);
  const format = radios("format", words.format, names, (value) => set({ format: value }));
  const about = make("p", "geo-hint");
  const places = datums.map(({ id, name }) => [id, name]);
  const datum = radios("datum", words.datum, places, (value) => set({ datum: value }));
  const aboutDatum = make("p", "geo-hint");
  const more = button("", words, said, again);
  more.link.classList.add("more");
  const inside = [format.element, about, datum.element, aboutDatum, more.link];
  const files = make("div", "common", ...common.map(({ link }) => link));
  const rest = make("details", "", make("summary", "", words["more-formats"]), ...inside);
  host.replaceChildren(scope.element, whole, files, rest, said);

  function aim({ link, size }, offer, datumId) {
    const how = { address: data.address, datum: datumId, isAll: chosen.isAll, lang: command.lang };
    link.href = addressOf(paths.file + offer.format, how, command.filter);
    link.ariaDisabled = String(isEmpty());
    size.textContent = (!isEmpty() && sizes?.[offer.format]) || "";
  }

  const isEmpty = () => !command.shown && !chosen.isAll;

  /** Ask how large the files are, once the map is drawn: that comes first. */
  async function weigh() {
    const how = { address: data.address, datum: "wgs84", isAll: chosen.isAll, lang: command.lang };
    const asked = addressOf(paths.sizes, how, command.filter);
    if (asked === weighed || !bridge.parts.frame?.ready) return;
    weighed = asked;
    const found = await fetch(asked).then((answer) => (answer.ok ? answer.json() : null), () => null);
    if (asked !== weighed) return;
    sizes = found;
    show();
  }

  function show() {
    if (!command) return;
    const { shown } = command;
    const isSame = shown === data.everything;
    scope.element.hidden = isSame;
    whole.hidden = !isSame;
    whole.textContent = words["export-all"].replace("{n}", data.everything);
    scope.texts[0].textContent = words["export-shown"].replace("{n}", shown);
    scope.texts[1].textContent = words["export-everything"].replace("{n}", data.everything);
    scope.inputs[chosen.isAll ? "everything" : "shown"].checked = true;
    offers.filter((offer) => offer.common).forEach((offer, i) => aim(common[i], offer, "wgs84"));
    const offer = of[chosen.format];
    const isRefused = offer.refuses.includes(chosen.datum) && offer.placed;
    format.inputs[chosen.format].checked = true;
    datum.inputs[chosen.datum].checked = true;
    datum.element.hidden = aboutDatum.hidden = !offer.placed || datums.length < 2;
    about.textContent = offer.about;
    aboutDatum.textContent = isRefused
      ? words["about-datum-refused"]
      : datums.find(({ id }) => id === chosen.datum).about;
    more.link.hidden = isRefused;
    more.label.textContent = offer.button;
    aim(more, offer, offer.placed ? chosen.datum : "wgs84");
  }
  return (news) => {
    command = news;
    show();
    clearTimeout(timer);
    // A click is followed by others, and by the page's answer.
    timer = setTimeout(weigh, SETTLED_MS);
  };
}

export default function ({ parentElement, data: [data] }) {
  const host = parentElement.querySelector(".geo-exports");
  const drawn = JSON.stringify(data);
  if (host.drawn === drawn) return;
  host.drawn = drawn;
  bridge.parts.exports = { obey: draw(host, data) };
  if (bridge.command) bridge.parts.exports.obey(bridge.command);
}
