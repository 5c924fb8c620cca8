// @ts-check
// No module: what must be known before anything is painted. In a frame, what it never shows is not;
// and a document that will be dark is dark from the first.
const root = document.documentElement;
if (parent !== window) root.dataset.mode = "embed";
const asked = new URLSearchParams(location.hash.slice(1)).get("theme");
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
root.dataset.theme = asked === "light" || asked === "dark" ? asked : root.dataset.theme || system;
