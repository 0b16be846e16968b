// The people: one at a time behind tabs on a narrow screen, all side by side on a wide one.

import { avatar, chatPanel } from "./chat.js";
import { h } from "./dom.js";

const WIDE = window.matchMedia("(min-width: 1100px)");

/** Tabs and panels of all people. `onChange()` follows a person's act, `onFollow(person)` says whose time is turned. */
export function peopleView(people, { onChange, onFollow }) {
  const tabs = document.getElementById("tabs");
  const tabRow = document.getElementById("tab-row");
  const main = document.getElementById("people");
  const chats = people.map((person, index) => chatPanel({ ...person, tint: index % 4 }, onChange));
  const unread = new Map();
  let active = chats[0];

  const buttons = chats.map((chat) => tab(chat, () => choose(chat, false)));
  tabs.replaceChildren(...buttons);
  main.replaceChildren(...chats.map((chat) => chat.panel));

  const follow = () =>
    onFollow(
      (active.person.role === "staff" ? chats.find(({ person }) => person.role === "patient") : active)?.person ??
        active.person,
    );
  const choose = (chat, focus) => {
    active = chat;
    unread.delete(chat.person.id);
    if (chat.person.role !== "staff") onFollow(chat.person);
    paint();
    if (!WIDE.matches) chat.toLast();
    if (focus) buttons[chats.indexOf(chat)].focus();
  };
  const paint = () =>
    chats.forEach((chat, index) => {
      const { id, name, note } = chat.person;
      const chosen = chat === active;
      const count = unread.get(id) ?? 0;
      buttons[index].setAttribute("aria-selected", String(chosen));
      buttons[index].tabIndex = chosen ? 0 : -1;
      buttons[index].setAttribute(
        "aria-label",
        [name, note, count ? `${count} unread` : ""].filter(Boolean).join(", "),
      );
      buttons[index].querySelector(".dot").hidden = !count;
      const place = WIDE.matches ? chat.head : chosen ? tabRow : null;
      // Moved only when it has to: a button that is moved while it is pressed is never clicked.
      if (!place) chat.menu.remove();
      else if (chat.menu.parentElement !== place) place.append(chat.menu);
      chat.panel.hidden = !WIDE.matches && !chosen;
      chat.panel.classList.toggle("active", chosen);
      chat.panel.setAttribute("role", WIDE.matches ? "region" : "tabpanel");
      chat.panel.setAttribute("aria-labelledby", WIDE.matches ? `name-${id}` : `tab-${id}`);
    });
  const show = (chat, state, first) => {
    const arrived = chat.show(state).filter((message) => message.from === "bot").length;
    const seen = chat === active || WIDE.matches || first;
    if (arrived && !seen) unread.set(chat.person.id, (unread.get(chat.person.id) ?? 0) + arrived);
  };

  tabs.addEventListener("keydown", (event) => {
    const at = chats.indexOf(active);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: chats.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    choose(chats[(to + chats.length) % chats.length], true);
  });
  main.addEventListener("focusin", (event) => {
    const chat = chats.find(({ panel }) => panel.contains(event.target));
    if (chat && chat !== active) choose(chat, false);
  });
  WIDE.addEventListener("change", () => {
    if (WIDE.matches) unread.clear();
    paint();
  });
  paint();
  follow();
  return { chats, show, paint };
}

function tab(chat, onclick) {
  const { id, name } = chat.person;
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      class: "tab",
      id: `tab-${id}`,
      "aria-controls": `panel-${id}`,
      "data-testid": `person-tab-${id}`,
      onclick,
    },
    avatar(chat.person),
    h("span", {}, name),
    h("i", { class: "dot", "data-testid": `unread-${id}`, hidden: true }),
  );
}
