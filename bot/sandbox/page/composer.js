// Where a person writes: the text box, the command list, the paperclip, the reply keyboard, Start and Unblock.

import { commandList } from "./commands.js";
import { h, icon } from "./dom.js";
import { menuButton } from "./menu.js";

const SAMPLES = [
  ["photo", "Photo"],
  ["document", "Document"],
  ["voice", "Voice note"],
  ["sticker", "Sticker"],
];

/** The composer of a person; `does` carries what it can do. `show(chat)` adapts it to the chat's state. */
export function composer(person, does) {
  const box = h("textarea", {
    rows: "1",
    placeholder: "Message",
    "aria-label": `Message from ${person.name}`,
    enterkeyhint: "send",
    autocomplete: "off",
    dir: "auto",
    "data-testid": `composer-${person.id}`,
  });
  const send = h(
    "button",
    { type: "submit", class: "round send", "aria-label": "Send", title: "Send", "data-testid": `send-${person.id}` },
    icon("send"),
  );
  const slash = h(
    "button",
    {
      type: "button",
      class: "round slash",
      "aria-label": "Commands",
      title: "Commands",
      "data-testid": `commands-${person.id}`,
    },
    "/",
  );
  const commands = commandList(person, box, (text) => submit(text));
  const edited = editing(() => finish());
  const replies = h("div", { class: "replies", hidden: true, role: "group", "aria-label": "Suggested answers" });
  const samples = menuButton({
    label: "Attach a sample",
    face: icon("clip"),
    testid: `attach-${person.id}`,
    cls: "above",
    items: () =>
      SAMPLES.map(([kind, label]) => ({
        label,
        icon: icon(kind),
        testid: `attach-${kind}`,
        act: () => does.media(kind),
      })),
  });
  const form = h("form", { class: "composer" }, samples, h("div", { class: "field" }, box, slash), send);
  const start = wide("Start", `start-${person.id}`, does.start);
  const unblock = wide("Unblock the bot", `unblock-bar-${person.id}`, does.unblock);
  const element = h("div", { class: "foot" }, commands.element, edited.element, replies, form, start, unblock);

  const resize = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  };
  const finish = () => {
    edited.set(null);
    box.value = "";
    resize();
    commands.filter();
    box.focus();
  };
  const submit = async (text) => {
    if (!text.trim()) return;
    const message = edited.message();
    finish();
    try {
      await (message ? does.change(message.id, text) : does.send(text));
    } catch {
      box.value ||= text;
      resize();
    }
  };
  const edit = (message) => {
    edited.set(message);
    box.value = message.text;
    resize();
    box.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(box.value);
  });
  box.addEventListener("input", () => {
    resize();
    commands.filter();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit(box.value);
    } else if (event.key === "Escape" && edited.message()) finish();
    else if (event.key === "ArrowUp" && !box.value && does.lastOwn()) {
      event.preventDefault();
      edit(does.lastOwn());
    }
  });
  slash.addEventListener("click", () => {
    if (commands.isOpen()) box.value = "";
    else if (!box.value.startsWith("/")) box.value = "/";
    box.focus();
    commands.filter();
  });

  const show = (chat) => {
    const fresh = chat.messages.length === 0;
    form.hidden = chat.blocked || fresh;
    start.hidden = chat.blocked || !fresh;
    unblock.hidden = !chat.blocked;
    slash.hidden = chat.commands.length === 0;
    commands.set(chat.commands);
    showReplies(replies, form.hidden ? null : chat.reply_keyboard, submit);
  };
  const focus = () => [box, start, unblock].find((part) => !part.hidden && !part.closest("[hidden]"))?.focus();
  return { element, show, edit, focus };
}

const wide = (label, testid, act) =>
  h("button", { type: "button", class: "wide primary", "data-testid": testid, hidden: true, onclick: act }, label);

function editing(onCancel) {
  let message = null;
  const quote = h("span", { class: "quote" });
  const cancel = h(
    "button",
    { type: "button", class: "round", "aria-label": "Stop editing", onclick: onCancel },
    icon("close"),
  );
  const element = h(
    "div",
    { class: "editing", hidden: true },
    icon("pencil"),
    h("span", { class: "label" }, "Editing", quote),
    cancel,
  );
  const set = (to) => {
    message = to;
    element.hidden = !to;
    quote.textContent = to?.text ?? "";
  };
  return { element, set, message: () => message };
}

function showReplies(element, rows, submit) {
  const print = JSON.stringify(rows ?? null);
  if (element.dataset.print === print) return;
  element.dataset.print = print;
  element.hidden = !rows;
  element.replaceChildren(
    ...(rows ?? []).map((row) =>
      h(
        "div",
        { class: "row" },
        row.map((button) =>
          h(
            "button",
            { type: "button", class: "reply", "data-testid": "reply-button", onclick: () => submit(button.text) },
            button.text,
          ),
        ),
      ),
    ),
  );
}
