// @ts-check
// One dialog for what is read and closed: keys, a snippet, a text to copy.
import { element, find, put } from "geo/dom";
import { t } from "geo/strings";

/** The dialog closes by Esc, by its button, and by a click beside it. */
export function startDialog() {
  const dialog = find(".geo-dialog");
  dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    if (event.target === dialog) dialog.close();
  });
}

/** Is it open? */
export const isDialogOpen = () => find(".geo-dialog").open;

/** Show something with a title; the focus comes back by itself. @param {string} title
 * @param {...HTMLElement} children */
export function showDialog(title, ...children) {
  const dialog = find(".geo-dialog");
  const close = {
    class: "geo-close",
    "aria-label": t("close"),
    onclick: () => dialog.close(),
  };
  dialog.setAttribute("aria-label", title);
  put(
    dialog,
    element(
      "div",
      { class: "geo-dialog-body" },
      element("header", {}, element("h2", {}, title), element("button", close, "×")),
      ...children,
    ),
  );
  if (!dialog.open) dialog.showModal();
  const box = dialog.querySelector("textarea");
  if (box) box.focus();
}
