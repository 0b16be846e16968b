// What comes up over the page: passing notes, an alert, a question, a picture at full size.

import { h, icon } from "./dom.js";

const NOTE_MS = 3500;
let noteEnds = 0;
let opener = null;

/** A note that goes by itself, one at a time; `kind` "error" stays longer and looks it. */
export function note(text, kind = "info") {
  const region = document.getElementById("toasts");
  clearTimeout(noteEnds);
  region.replaceChildren(h("p", { class: `toast ${kind}`, "data-testid": "toast" }, text));
  noteEnds = setTimeout(() => region.replaceChildren(), kind === "error" ? NOTE_MS * 2 : NOTE_MS);
}

/** Shows the note that an error deserves. */
export const complain = (error) => note(error.message, "error");

/** An alert that has to be read and closed. */
export function alertBox(text) {
  const ok = h("button", { type: "submit", class: "primary", autofocus: true }, "OK");
  return open(
    h(
      "dialog",
      { class: "box", role: "alertdialog", "aria-label": "The bot says", "data-testid": "alert" },
      h("form", { method: "dialog" }, h("p", {}, text), h("div", { class: "actions" }, ok)),
    ),
  );
}

/** A question with a title; answers true when the person agrees. */
export async function confirmBox(title, text, agree) {
  const dialog = h(
    "dialog",
    { class: "box", role: "alertdialog", "aria-label": title, "data-testid": "confirm" },
    h(
      "form",
      { method: "dialog" },
      h("h2", {}, title),
      h("p", {}, text),
      h(
        "div",
        { class: "actions" },
        h("button", { type: "submit", value: "no", autofocus: true }, "Cancel"),
        h("button", { type: "submit", value: "yes", class: "primary", "data-testid": "confirm-yes" }, agree),
      ),
    ),
  );
  return (await open(dialog)) === "yes";
}

/** A picture at full size; a click anywhere or Escape closes it. */
export function pictureBox(url, alt) {
  const dialog = h(
    "dialog",
    { class: "lightbox", "aria-label": "Picture" },
    h(
      "form",
      { method: "dialog" },
      h("button", { type: "submit", class: "round", "aria-label": "Close the picture" }, icon("close")),
    ),
    h("img", { src: url, alt }),
  );
  dialog.addEventListener("click", () => dialog.close());
  return open(dialog);
}

/** Tells that an element made way for another: a dialog opened from inside the old one gives focus to `heir` on closing. */
export function inherit(old, heir) {
  if (old.contains(opener)) opener = heir;
}

function open(dialog) {
  opener = document.activeElement;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      opener?.focus({ preventScroll: true });
      opener = null;
      resolve(dialog.returnValue);
    });
  });
}
