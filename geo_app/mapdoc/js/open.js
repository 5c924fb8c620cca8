// @ts-check
// No module: opens what a compact document holds compressed, and runs all that waits for it, in the
// order in which it stands.

/**
 * The text that stands compressed by gzip and written as base64. @param {string} packed
 * @returns {Promise<string>}
 */
function inflated(packed) {
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const inflating = new DecompressionStream("gzip");
  const writer = inflating.writable.getWriter();
  // What is wrong with it, its reader is told.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  return new Response(inflating.readable).text();
}

/** @param {Iterable<HTMLScriptElement>} parts */
async function openAll(parts) {
  const all = [...parts].map((part) => {
    const text = part.textContent || "";
    return { part, text: part.type === "application/gzip" ? inflated(text) : text };
  });
  for (const { part, text } of all) {
    if (part.id === "geo-plan") {
      part.textContent = await text;
      part.type = "application/json";
    } else {
      const script = document.createElement("script");
      script.textContent = await text;
      part.replaceWith(script);
    }
  }
}

openAll(document.querySelectorAll('script[type="application/gzip"], script[type="text/waiting"]'));
