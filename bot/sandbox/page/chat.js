// One person's chat: the head with the person's menu, the log of messages, and the composer below.

import * as api from "./api.js";
import { composer } from "./composer.js";
import { complain, inherit } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { menuButton } from "./menu.js";
import { bubble, daySeparator } from "./render.js";
import { dayKey } from "./view.js";

const NEAR_THE_END = 90;
const TYPING_MS = 5000;

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
    label: `More for ${person.name}`, face: icon("more"), testid: `person-menu-${person.id}`, cls: "below",
    items: () => [blocked
      ? { label: "Unblock the bot", testid: `unblock-${person.id}`, act: () => quietly(api.unblock(person.id)) }
      : { label: "Block the bot", testid: `block-${person.id}`, act: () => quietly(api.block(person.id)) }],
  });
  const panel = h("section", { class: `panel ${person.role}`, id: `panel-${person.id}`, "data-testid": `chat-${person.id}` },
    h("header", { class: "head" },
      avatar(person),
      h("div", { class: "who" }, h("h2", { id: `name-${person.id}` }, person.name), h("p", {}, person.note)),
      personMenu),
    pin.element,
    log.element,
    writing.element);

  const show = (chat) => {
    blocked = chat.blocked;
    const news = log.show(chat);
    pin.show(chat.messages.findLast((message) => message.pinned));
    writing.show(chat);
    return news;
  };
  return { person, panel, menu: personMenu, head: panel.firstElementChild, show, focus: () => writing.focus(), toEnd: () => log.toEnd() };
}

/** The coloured disc with a person's first letter. */
export const avatar = (person) => h("span", { class: `avatar tint-${person.tint}`, "aria-hidden": "true" }, person.name.slice(0, 1));

function pinBar(onPress) {
  const words = h("span", {});
  const element = h("button", { type: "button", class: "pin", hidden: true, onclick: () => onPress(element.value) }, h("b", {}, "Pinned"), words);
  const show = (message) => {
    element.hidden = !message;
    element.value = message?.id ?? "";
    words.textContent = message?.text.split("\n", 1)[0] || "Picture";
  };
  return { element, show };
}

function messageLog(person, actions) {
  const list = h("div", { class: "log-list" });
  const hint = h("p", {});
  const about = h("span", { class: "about", dir: "auto", hidden: true });
  const empty = h("div", { class: "empty" }, about, hint);
  const typing = h("p", { class: "typing", hidden: true }, "Afterglow is typing…");
  let typingEnds = 0;
  const scroller = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": `Chat of ${person.name} with the bot`, tabindex: "0", "data-testid": `log-${person.id}` },
    empty, list, typing);
  const down = h("button", { type: "button", class: "round to-end", "aria-label": "To the newest message", hidden: true }, icon("down"));
  const shown = new Map();
  let messages = [];
  let stuck = true;
  let top = 0;

  const toEnd = () => {
    stuck = true;
    scroller.scrollTop = scroller.scrollHeight;
  };
  down.addEventListener("click", toEnd);
  scroller.addEventListener("scroll", () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (left < NEAR_THE_END) stuck = true;
    else if (scroller.scrollTop < top) stuck = false;
    top = scroller.scrollTop;
    down.hidden = stuck;
  }, { passive: true });
  new ResizeObserver(() => stuck && toEnd()).observe(list);
  new ResizeObserver(() => stuck && toEnd()).observe(scroller);

  const show = (chat) => {
    const before = messages.at(-1)?.id ?? 0;
    messages = chat.messages;
    const news = messages.filter((message) => message.id > before);
    empty.hidden = messages.length > 0;
    hint.textContent = chat.blocked ? `${person.name} has blocked the bot.` : `${person.name} has not met the bot yet. Press Start below.`;
    about.hidden = !chat.about;
    about.textContent = chat.about;
    typing.hidden = !chat.action;
    clearTimeout(typingEnds);
    if (chat.action) typingEnds = setTimeout(() => { typing.hidden = true; }, TYPING_MS);
    arrange(list, shown, wanted(messages), actions);
    if (stuck || news.some((message) => message.from === "person")) toEnd();
    return news;
  };
  return {
    element: h("div", { class: "log-frame" }, scroller, down),
    show,
    toEnd,
    toMessage: (id) => shown.get(Number(id))?.element.scrollIntoView({ block: "center", behavior: "smooth" }),
    lastOwn: () => messages.findLast((message) => message.from === "person" && message.kind === "text"),
  };
}

/** What the log should hold, in order: day lines and messages, each with a key and a print that changes when it does. */
function wanted(messages) {
  const rows = [];
  let day = null;
  for (const message of messages) {
    const key = dayKey(new Date(message.at));
    if (key !== day) rows.push({ key: `day ${key}`, print: key, build: () => daySeparator(new Date(message.at)) });
    day = key;
    rows.push({ key: message.id, print: JSON.stringify(message), build: (actions) => bubble(message, actions) });
  }
  return rows;
}

/** Changes only what differs, so that a screen reader says only what is new and focus stays where it was. */
function arrange(list, shown, rows, actions) {
  const keep = new Set(rows.map((row) => row.key));
  for (const [key, { element }] of shown) {
    if (keep.has(key)) continue;
    element.remove();
    shown.delete(key);
  }
  let previous = null;
  for (const row of rows) {
    let current = shown.get(row.key);
    if (current?.print !== row.print) {
      const element = row.build(actions);
      if (current) swap(current.element, element);
      current = { element, print: row.print };
      shown.set(row.key, current);
    }
    const place = previous ? previous.nextSibling : list.firstChild;
    if (place !== current.element) list.insertBefore(current.element, place);
    previous = current.element;
  }
}

function swap(old, fresh) {
  const held = old.contains(document.activeElement);
  const place = [...old.querySelectorAll(".inline")].indexOf(document.activeElement);
  old.replaceWith(fresh);
  fresh.classList.add("settled");
  const buttons = fresh.querySelectorAll(".inline");
  const heir = buttons[place] ?? buttons[0] ?? fresh.closest(".log");
  inherit(old, heir);
  if (held) heir?.focus({ preventScroll: true });
}
