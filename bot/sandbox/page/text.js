// Telegram's text with entities, as DOM nodes. Offsets count UTF-16 units, which is what JavaScript's strings count too.

import { h } from "./dom.js";

const SAFE_LINK = /^(https?:\/\/|mailto:|tel:)/i;
const PHONE = /(?:\+\d[\d\s().-]{6,17}\d|\b0\d{1,2}-\d{3,4}-\d{4}\b)/g;
const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const QUOTES = new Set(["blockquote", "expandable_blockquote"]);
const LITERAL = new Set(["code", "pre", "text_link", "url", "email", "phone_number"]);

/** The nodes of a text. `onCommand` is told the command when somebody follows one, like "/today". */
export function richText(text, entities, onCommand) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span({ text, onCommand }, sorted, 0, text.length, false);
}

function span(source, entities, start, end, literal) {
  const nodes = [];
  let at = start;
  let afterBlock = false;
  const upTo = (stop) => {
    const text = source.text.slice(at, stop);
    return plain(afterBlock ? text.replace(/^\n/, "") : text, literal);
  };
  for (let i = 0; i < entities.length;) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inside = [];
    for (i += 1; i < entities.length && entities[i].offset < to; i += 1) inside.push(entities[i]);
    if (from >= to) continue;
    nodes.push(...upTo(from));
    const children = span(source, inside, from, to, literal || LITERAL.has(entity.type));
    nodes.push(dress(entity, children, source.text.slice(from, to), source.onCommand));
    at = to;
    afterBlock = entity.type === "pre" || QUOTES.has(entity.type);
  }
  nodes.push(...upTo(end));
  return nodes;
}

/** Text without entities; a number that is surely a phone number can be called, as Telegram's apps do it. */
function plain(text, literal) {
  if (literal) return text ? [text] : [];
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(PHONE)) {
    nodes.push(text.slice(at, found.index), phone(found[0], [found[0]]));
    at = found.index + found[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

function dress(entity, children, text, onCommand) {
  if (entity.type in PLAIN_TAGS) return h(PLAIN_TAGS[entity.type], {}, children);
  if (QUOTES.has(entity.type)) return h("blockquote", {}, children);
  switch (entity.type) {
    case "pre":
      return h("pre", {}, h("code", {}, children));
    case "text_link":
      return link(entity.url, children);
    case "url":
      return link(/^[a-z]+:/i.test(text) ? text : `https://${text}`, children);
    case "email":
      return link(`mailto:${text}`, children);
    case "phone_number":
      return phone(text, children);
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => onCommand(text) }, children);
    case "mention":
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return h("span", { class: "tag" }, children);
    default:
      return h("span", {}, children);
  }
}

const phone = (text, children) => h("a", { href: `tel:${text.replace(/[^\d+]/g, "")}` }, children);

function link(url, children) {
  if (!SAFE_LINK.test(url ?? "")) return h("span", { class: "tag" }, children);
  const away = /^http/i.test(url);
  return h(
    "a",
    { href: url, rel: away ? "noopener noreferrer" : null, target: away ? "_blank" : null, title: url },
    children,
  );
}

function spoiler(children) {
  const cover = h(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text. Press to show it." },
    children,
  );
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", show, { once: true });
  cover.addEventListener("keydown", show);
  return cover;
}
