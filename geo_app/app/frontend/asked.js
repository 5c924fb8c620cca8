// @ts-check
// What both the page's first script and the frame's component need: what the page's address asks of
// the document, and a frame for it. Put before each of the two.

const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** What the document's address says and the page's does not: its name there, its name here. */
const OWN = {
  at: "spot",
  tab: "list",
  ...Object.fromEntries(
    ["q", "sentence", "card", "report", "find", "placed", "gloss", "read"].map((each) => [each, each]),
  ),
  ...Object.fromEntries(["sort", "near", "walk", "theme", "tiles"].map((each) => [each, each])),
};
/** Latitude, longitude and zoom, from … to. */
const LEAST = [-85, -360, 0];
const MOST = [85, 360, 22];

/** What the page's address asks of the document. @param {URLSearchParams} query */
function askedView(query) {
  const stand = (query.get("at") ?? "").split(",").map(Number);
  // The document looks at the numbers anew; one that it ignores is not to stay in the address.
  const fits = stand.every((each, i) => each >= LEAST[i] && each <= MOST[i]);
  const asked = stand.length === 3 && fits ? stand : null;
  const hash = new URLSearchParams(asked ? { view: asked.join(",") } : {});
  for (const [name, here] of Object.entries(OWN)) {
    if (query.get(here)) hash.set(name, query.get(here));
  }
  const isOpen = Boolean(hash.size);
  // Places that a sentence brought are those of the sentence, unless the card of one is open.
  const bySentence = query.has("sentence") && !query.has("card");
  for (const name of ["task", "hide", "lang", ...(bySentence ? [] : ["place"])]) {
    if (query.has(name)) hash.set(name, query.get(name));
  }
  return { asked, query, hash: String(hash), isOpen };
}

/** A frame that loads the document. @param {string} title @param {string} address */
function newFrame(title, address) {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.setAttribute("sandbox", SANDBOX);
  frame.setAttribute("allow", "clipboard-write");
  // Relative to the page, so a base path or a proxy's prefix needs no setting.
  frame.src = new URL(address, new URL(".", document.baseURI)).href;
  return frame;
}
