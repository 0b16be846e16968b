// One message as a bubble, with its picture or file, its buttons, its time.

import { fileUrl } from "./api.js";
import { alertBox, complain, note, pictureBox } from "./dialogs.js";
import { h, icon, sr } from "./dom.js";
import { richText } from "./text.js";
import { clockTime, fileSize, longDay } from "./view.js";

const PLACEHOLDERS = {
  sticker: "Sticker",
  voice: "Voice note",
  contact: "Contact",
  photo: "Photo",
  document: "Document",
};

/** The bubble of a message. `chat` offers person, tap(id, data), say(text) and edit(message). */
export function bubble(message, chat) {
  const mine = message.from === "person";
  const body = h(
    "div",
    { class: `bubble ${message.kind}${message.text ? "" : " bare"}` },
    sr(mine ? `${chat.person.name}: ` : "Afterglow: "),
    attachment(message),
    message.text ? h("div", { class: "text", dir: "auto" }, richText(message.text, message.entities, chat.say)) : null,
    stamp(message),
  );
  return h(
    "div",
    {
      class: `message ${mine ? "mine" : "theirs"}`,
      "data-testid": "bubble",
      "data-message-id": message.id,
      "data-from": message.from,
    },
    body,
    reaction(message),
    editButton(message, chat),
    keyboard(message, chat),
  );
}

const reaction = (message) =>
  message.reaction ? h("span", { class: "reaction" }, sr("Reaction: "), message.reaction) : null;

/** The line between two days. */
export const daySeparator = (at) => h("p", { class: "day-line" }, h("span", {}, longDay(at)));

function stamp(message) {
  const at = new Date(message.at);
  return h(
    "span",
    { class: "stamp" },
    message.edited_at && !message.buttons.length ? "edited " : null,
    h("time", { datetime: message.at }, clockTime(at)),
  );
}

function editButton(message, chat) {
  if (message.from !== "person" || message.kind !== "text") return null;
  const label = `Edit “${message.text.slice(0, 40)}”`;
  return h(
    "button",
    { type: "button", class: "edit", "aria-label": label, title: "Edit", onclick: () => chat.edit(message) },
    icon("pencil"),
  );
}

function attachment(message) {
  switch (message.kind) {
    case "text":
      return null;
    case "contact":
      return placeholder("contact", `${message.contact.first_name} ${message.contact.phone_number}`);
    case "sticker":
      return placeholder("sticker", `Sticker ${message.file?.emoji ?? ""}`);
    case "photo":
      return picture(message);
    case "document":
    case "video":
      return fileLink(message);
    default:
      return placeholder(message.kind);
  }
}

function picture(message) {
  if (!message.file) return placeholder("photo");
  const url = fileUrl(message.file.id);
  const alt = message.text ? "Picture, described by the text below it" : "Picture without a description";
  const { width, height } = message.file;
  return h(
    "button",
    { type: "button", class: "picture", "aria-label": "Show the picture large", onclick: () => pictureBox(url, alt) },
    h("img", { src: url, alt, width, height, loading: "lazy" }),
  );
}

function fileLink(message) {
  if (!message.file) return placeholder("document");
  const { id, name, size } = message.file;
  return h(
    "a",
    { class: "file", href: fileUrl(id), download: name || "file" },
    h("span", { class: "disc" }, icon("document")),
    h("span", {}, h("span", { class: "name" }, name || "File"), h("small", {}, fileSize(size ?? 0))),
  );
}

function placeholder(kind, words = PLACEHOLDERS[kind] ?? "Attachment") {
  return h(
    "div",
    { class: "placeholder" },
    h("span", { class: "disc" }, icon(kind in PLACEHOLDERS ? kind : "document")),
    words,
  );
}

function keyboard(message, chat) {
  if (!message.buttons.length) return null;
  return h(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons of this message" },
    message.buttons.map((row) =>
      h(
        "div",
        { class: "row" },
        row.map((button) => inlineButton(button, message, chat)),
      ),
    ),
  );
}

function inlineButton(button, message, chat) {
  const style = button.style ? `inline style-${button.style}` : "inline";
  if (button.url) {
    return h(
      "a",
      {
        class: style,
        href: /^https?:/i.test(button.url) ? button.url : null,
        target: "_blank",
        rel: "noopener noreferrer",
        "data-testid": "inline-button",
      },
      button.text,
      icon("out"),
    );
  }
  const press = async (event) => {
    const element = event.currentTarget;
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    try {
      if (button.data !== undefined) answer(await chat.tap(message.id, button.data));
      else if (button.copy_text !== undefined)
        await navigator.clipboard.writeText(button.copy_text).then(() => note("Copied."));
      else note("This kind of button works in Telegram only.");
    } catch (error) {
      complain(error);
    } finally {
      element.removeAttribute("aria-busy");
    }
  };
  return h(
    "button",
    { type: "button", class: style, "data-testid": "inline-button", "data-data": button.data, onclick: press },
    button.text,
  );
}

function answer({ toast }) {
  if (toast?.url) note(`The bot opens ${toast.url} in Telegram.`);
  if (!toast?.text) return;
  if (toast.alert) alertBox(toast.text);
  else note(toast.text);
}
