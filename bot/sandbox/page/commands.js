// The command list above the text box: opens on "/", narrows while typing, works by arrow keys, Enter, Tab and Escape.

import { h } from "./dom.js";

/** The list of a person's commands beside its text box; `send(text)` is told the chosen one. */
export function commandList(person, box, send) {
  const id = `commands-${person.id}`;
  const element = h("div", {
    class: "commands",
    id,
    role: "listbox",
    "aria-label": "Commands",
    hidden: true,
    "data-testid": `command-list-${person.id}`,
  });
  let commands = [];
  let fits = [];
  let at = 0;
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-controls": id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  })) {
    box.setAttribute(name, value);
  }

  const close = () => open([]);
  const open = (found) => {
    fits = found;
    element.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    element.replaceChildren(...found.map((command, index) => option(command, index)));
    mark(0);
  };
  const option = ({ command, description }, index) =>
    h(
      "div",
      {
        class: "command-option",
        role: "option",
        id: `${id}-${index}`,
        "data-testid": "command-option",
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => send(`/${command}`),
      },
      h("b", {}, `/${command}`),
      h("span", {}, description),
    );
  const mark = (index) => {
    at = fits.length ? (index + fits.length) % fits.length : 0;
    [...element.children].forEach((child, place) => child.setAttribute("aria-selected", String(place === at)));
    if (!fits.length) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", `${id}-${at}`);
    return element.children[at].scrollIntoView({ block: "nearest" });
  };
  const filter = () => {
    const typed = /^\/(\w*)$/.exec(box.value);
    open(typed ? commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : []);
  };
  /** Whether the list used this key. */
  const key = (event) => {
    if (!fits.length) return false;
    const act = {
      ArrowDown: () => mark(at + 1),
      ArrowUp: () => mark(at - 1),
      Escape: () => {
        if (box.value === "/") box.value = "";
        close();
      },
      Tab: () => {
        box.value = `/${fits[at].command} `;
        close();
      },
      Enter: () => send(`/${fits[at].command}`),
    }[event.key];
    if (!act || event.shiftKey) return false;
    event.preventDefault();
    act();
    return true;
  };
  box.addEventListener("blur", (event) => event.relatedTarget?.closest(".foot") === box.closest(".foot") || close());
  return {
    element,
    filter,
    key,
    set: (list) => {
      commands = list;
    },
    isOpen: () => fits.length > 0,
  };
}
