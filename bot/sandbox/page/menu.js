// A button that opens a short menu: arrow keys move, Escape and a click elsewhere close, focus comes back to the button.

import { h } from "./dom.js";

/** `items()` gives [{label, icon?, testid?, act}] each time the menu opens. Returns the element that holds both. */
export function menuButton({ label, face, items, testid, cls = "" }) {
  const list = h("div", { class: `menu ${cls}`, role: "menu", "aria-label": label, hidden: true });
  const button = h(
    "button",
    {
      type: "button",
      class: "round",
      "aria-label": label,
      title: label,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-testid": testid,
    },
    face,
  );
  const holder = h("div", { class: "menu-holder" }, button, list);

  const close = (focus) => {
    if (list.hidden) return;
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (focus) button.focus();
  };
  const outside = (event) => holder.contains(event.target) || close(false);
  const open = () => {
    list.replaceChildren(...items().map((item) => entry(item, () => close(true))));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", outside, true);
    list.firstElementChild?.focus();
  };
  button.addEventListener("click", () => (list.hidden ? open() : close(true)));
  list.addEventListener("keydown", (event) => move(event, list, close));
  list.addEventListener("focusout", (event) => holder.contains(event.relatedTarget) || close(false));
  return holder;
}

function entry(item, close) {
  const act = () => {
    close();
    item.act();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", tabindex: "-1", "data-testid": item.testid, onclick: act },
    item.icon,
    item.label,
  );
}

function move(event, list, close) {
  const entries = [...list.children];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    entries[(to + entries.length) % entries.length].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close(true);
  }
}
