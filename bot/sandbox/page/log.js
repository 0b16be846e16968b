// The log of a chat: keeps what is on the screen in step with the messages, and holds on to its end.

import { inherit } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { follow } from "./follow.js";
import { bubble, daySeparator } from "./render.js";
import { dayKey } from "./view.js";

const TYPING_MS = 5000;

/** The log of a person; `actions` is what a bubble may ask for. `show(chat)` gives the messages that are new. */
export function messageLog(person, actions) {
  const list = h("div", { class: "log-list" });
  const hint = h("p", {});
  const about = h("span", { class: "about", dir: "auto", hidden: true });
  const empty = h("div", { class: "empty" }, about, hint);
  const typing = h("p", { class: "typing", hidden: true }, "Afterglow is typing…");
  let typingEnds = 0;
  const scroller = h(
    "div",
    {
      class: "log",
      role: "log",
      "aria-live": "polite",
      "aria-label": `Chat of ${person.name} with the bot`,
      tabindex: "0",
      "data-testid": `log-${person.id}`,
    },
    empty,
    list,
    typing,
  );
  const down = h(
    "button",
    { type: "button", class: "round to-end", "aria-label": "To the newest message", hidden: true },
    icon("down"),
  );
  const shown = new Map();
  let messages = [];
  const place = follow(scroller, list, down);

  const show = (chat) => {
    const before = messages.at(-1)?.id ?? 0;
    messages = chat.messages;
    const news = messages.filter((message) => message.id > before);
    empty.hidden = messages.length > 0;
    hint.textContent = chat.blocked
      ? `${person.name} has blocked the bot.`
      : `${person.name} has not met the bot yet. Press Start below.`;
    about.hidden = !chat.about;
    about.textContent = chat.about;
    typing.hidden = !chat.action;
    clearTimeout(typingEnds);
    if (chat.action)
      typingEnds = setTimeout(() => {
        typing.hidden = true;
      }, TYPING_MS);
    arrange(list, shown, wanted(messages), actions);
    if (news.some((message) => message.from === "person") || (news.length && place.follows())) toLast();
    return news;
  };
  const toLast = () => place.toNews(shown.get(messages.at(-1)?.id)?.element);
  return {
    element: h("div", { class: "log-frame" }, scroller, down),
    show,
    toLast,
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
