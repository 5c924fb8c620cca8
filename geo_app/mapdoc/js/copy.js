// @ts-check
// Copying: the clipboard where it is granted; else the old way; else a box with the text selected.
import { showDialog } from "geo/dialog";
import { element } from "geo/dom";
import { announce } from "geo/live";
import { t } from "geo/strings";

const THANKS_MS = 1600;

/**
 * Copy a text and say so on the button that asked for it.
 * @param {string} text @param {HTMLElement} [button]
 */
export async function copyText(text, button) {
  if (!(await written(text)) && !commanded(text)) {
    showDialog(t("copy"), element("p", {}, t("copy_by_hand")), textBox(text, t("copy")));
    return;
  }
  announce(t("copied"));
  if (!button || button.dataset.was) return;
  button.dataset.was = button.textContent || "";
  button.textContent = t("copied");
  setTimeout(() => {
    button.textContent = button.dataset.was || "";
    delete button.dataset.was;
  }, THANKS_MS);
}

/** @param {string} text */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A sandboxed frame is not granted the clipboard.
    return false;
  }
}

/** @param {string} text */
function commanded(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const box = textBox(text, t("copy"));
  box.classList.add("geo-unseen");
  document.body.append(box);
  box.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  box.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

/** A box whose whole text is selected when it gets the focus. @param {string} text @param {string} label */
export function textBox(text, label) {
  const box = element("textarea", {
    class: "geo-textbox",
    readonly: true,
    rows: 5,
    spellcheck: "false",
    "aria-label": label,
    onfocus: () => {
      box.select();
      box.scrollTop = 0;
    },
  });
  box.value = text;
  return box;
}

/**
 * A quiet button that copies what a function gives at that moment.
 * @param {string} key @param {() => string} text
 */
export function copyButton(key, text) {
  const button = element(
    "button",
    { class: `geo-textlink geo-${key.replace("_", "-")}`, onclick: () => copyText(text(), button) },
    t(key),
  );
  return button;
}
