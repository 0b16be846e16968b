// One person's chat: the head with the person's menu, the log of messages, and the composer below.

import * as api from "./api.js";
import { composer } from "./composer.js";
import { complain } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { messageLog } from "./log.js";
import { menuButton } from "./menu.js";

/** The panel of a person, kept up to date by `show(chat)`. `onChange()` is called after the person acted. */
export function chatPanel(person, onChange) {
  const act = async (acting) => {
    try {
      const result = await acting;
      onChange();
      return result;
    } catch (error) {
      complain(error);
      throw error;
    }
  };
  const quietly = (acting) => act(acting).catch(() => {});
  let blocked = false;
  const log = messageLog(person, {
    person,
    tap: async (id, data) => {
      const result = await api.tap(person.id, id, data);
      onChange();
      return result;
    },
    say: (text) => quietly(api.sendText(person.id, text)),
    edit: (message) => writing.edit(message),
  });
  const writing = composer(person, {
    send: (text) => act(api.sendText(person.id, text)),
    change: (id, text) => act(api.editText(person.id, id, text)),
    media: (kind) => quietly(api.sendMedia(person.id, kind)),
    start: () => quietly(api.start(person.id)),
    unblock: () => quietly(api.unblock(person.id)),
    lastOwn: () => log.lastOwn(),
  });
  const pin = pinBar((id) => log.toMessage(id));
  const personMenu = menuButton({
    label: `More for ${person.name}`,
    face: icon("more"),
    testid: `person-menu-${person.id}`,
    cls: "below",
    items: () => [
      blocked
        ? { label: "Unblock the bot", testid: `unblock-${person.id}`, act: () => quietly(api.unblock(person.id)) }
        : { label: "Block the bot", testid: `block-${person.id}`, act: () => quietly(api.block(person.id)) },
    ],
  });
  const panel = h(
    "section",
    { class: `panel ${person.role}`, id: `panel-${person.id}`, "data-testid": `chat-${person.id}` },
    h(
      "header",
      { class: "head" },
      avatar(person),
      h("div", { class: "who" }, h("h2", { id: `name-${person.id}` }, person.name), h("p", {}, person.note)),
      personMenu,
    ),
    pin.element,
    log.element,
    writing.element,
  );

  const show = (chat) => {
    blocked = chat.blocked;
    const news = log.show(chat);
    pin.show(chat.messages.findLast((message) => message.pinned));
    writing.show(chat);
    return news;
  };
  return {
    person,
    panel,
    menu: personMenu,
    head: panel.firstElementChild,
    show,
    focus: () => writing.focus(),
    toLast: () => log.toLast(),
  };
}

/** The coloured disc with a person's first letter. */
export const avatar = (person) =>
  h("span", { class: `avatar tint-${person.tint}`, "aria-hidden": "true" }, person.name.slice(0, 1));

function pinBar(onPress) {
  const words = h("span", {});
  const element = h(
    "button",
    { type: "button", class: "pin", hidden: true, onclick: () => onPress(element.value) },
    h("b", {}, "Pinned"),
    words,
  );
  const show = (message) => {
    element.hidden = !message;
    element.value = message?.id ?? "";
    words.textContent = message?.text.split("\n", 1)[0] || "Picture";
  };
  return { element, show };
}
