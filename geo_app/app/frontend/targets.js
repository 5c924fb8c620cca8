// @ts-check
// The list of targets: the promise on the left, what is on record since on the right. All text is
// text: nothing of the data is ever markup.

/** So many records of a target are open. */
const OPEN = 3;

/** Make an element. @param {string} tag @param {string} name @param {...(Node|string)} children */
function make(tag, name, ...children) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** Words of the report as they are; CSS draws the space after an ASCII comma or colon. */
function verbatim(words) {
  const pieces = words.split(/([,:])/);
  return pieces.map((each) => (each === "," || each === ":" ? make("span", "hp", each) : each));
}

function promise(row, words, show) {
  const mark = make("mark", "", ...verbatim(row.words));
  const quote = make("blockquote", "quote", ...verbatim(row.before), mark, ...verbatim(row.after));
  quote.lang = words["text-lang"];
  const facts = make("p", "facts");
  if (row.indicator) facts.append(make("b", "", row.indicator), " ", make("span", "value", row.value));
  if (row.deadline) facts.append(make("span", "deadline", row.deadline));
  const foot = make("p", "foot", make("span", "task", row.task));
  if (row.places.length) {
    const label = row.places.length > 1 ? words["on-map"] : words["on-map-1"];
    const button = make("button", "", label.replace("{n}", String(row.places.length)));
    button.type = "button";
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      show(row.places);
    });
    foot.append(button);
  } else {
    foot.append(make("span", "quiet", words.citywide));
  }
  return make("div", "promise", ...(facts.childNodes.length ? [facts] : []), quote, foot);
}

function record(each, label) {
  const from = [each.source, each.title, each.date].filter(Boolean).join(" · ");
  let source = make("span", "", from);
  if (each.url.startsWith("https://") || each.url.startsWith("http://")) {
    const link = document.createElement("a");
    Object.assign(link, { href: each.url, target: "_blank", rel: "noopener noreferrer" });
    link.textContent = from;
    source = link;
  }
  const when = make("p", "when", make("time", "", each.asOf), make("span", "", each.status));
  if (each.about) when.append(make("span", "", each.about));
  const line = make("li", each.absent ? "absent" : "", when, make("p", "says", each.says));
  const cited = make("p", "source");
  if (each.words) {
    const words = make("q", "", each.words);
    words.lang = "zh-Hans";
    cited.append(words, " ");
  }
  cited.append(source);
  line.append(cited);
  if (each.note) {
    // The curator's own words: where the definition differs from the report's.
    const note = make("span", "", each.note);
    if (/\p{Script=Han}/u.test(each.note)) note.lang = "zh-Hans";
    line.append(make("p", "note", `${label} · `, note));
  }
  return line;
}

/** The records of a target: the newest open, the rest folded. */
function listed(records, words) {
  const one = (each) => record(each, words.note);
  const holder = make("div", "records", make("ol", "", ...records.slice(0, OPEN).map(one)));
  const rest = records.slice(OPEN);
  if (rest.length) {
    const title = make("summary", "", words["more-records"].replace("{n}", String(rest.length)));
    holder.append(make("details", "", title, make("ol", "", ...rest.map(one))));
  }
  return holder;
}

function draw(row, words, show) {
  const item = make("article", "target", promise(row, words, show));
  item.dataset.id = row.id;
  const records = row.records.length
    ? listed(row.records, words)
    : make("p", "records quiet", words["no-outcome"]);
  item.append(records);
  if (row.places.length) {
    item.classList.add("placed");
    // The whole row is a wide target for the pointer; the button says the same to the keyboard.
    item.addEventListener("click", (event) => {
      const selecting = String(getSelection());
      if (!selecting && !(/** @type {Element} */ (event.target).closest("a, details"))) show(row.places);
    });
  }
  return item;
}

export default function ({ parentElement, data: [data], setTriggerValue }) {
  const host = parentElement.querySelector(".geo-targets");
  host.show = (places) => setTriggerValue("chosen", places);
  const drawn = JSON.stringify(data);
  if (host.drawn === drawn) return;
  host.drawn = drawn;
  const { rows, commitments, words } = data;
  const head = make("div", "head", make("span", "", words.promised), make("span", "", words.since));
  const one = (row) => draw(row, words, (places) => host.show(places));
  const title = make("h2", "commitments", words.commitments);
  host.replaceChildren(
    head,
    ...rows.map(one),
    ...(commitments.length ? [title, ...commitments.map(one)] : []),
  );
}
