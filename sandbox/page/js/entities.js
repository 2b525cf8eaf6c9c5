/** Text and Bot API entities into DOM nodes. Offsets are UTF-16 units, as are JavaScript's strings. */
import { h } from "./dom.js";
import { t } from "./words.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** `actions`: link(address), command(text). */
export function renderText(text, entities, actions) {
  const usable = (entities ?? [])
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .map((entity) => ({ ...entity, end: Math.min(entity.offset + entity.length, text.length) }));
  return between(text, 0, text.length, usable, actions);
}

function between(text, start, end, entities, actions) {
  const nodes = [];
  const waiting = [...entities].sort((a, b) => a.offset - b.offset || b.end - a.end);
  let at = start;
  while (waiting.length > 0) {
    const entity = waiting.shift();
    entity.offset = Math.max(entity.offset, at);
    if (entity.offset >= entity.end) continue;
    if (entity.offset > at) nodes.push(document.createTextNode(text.slice(at, entity.offset)));
    const inside = [];
    const after = [];
    for (const other of waiting) {
      if (other.offset >= entity.end) after.push(other);
      else {
        inside.push({ ...other, end: Math.min(other.end, entity.end) });
        if (other.end > entity.end) after.push({ ...other, offset: entity.end });
      }
    }
    const children = between(text, entity.offset, entity.end, inside, actions);
    nodes.push(wrap(entity, text.slice(entity.offset, entity.end), children, actions));
    at = entity.end;
    // the line break after a block ends the block and is no empty line
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < end) at += 1;
    waiting.splice(0, waiting.length, ...after.sort((a, b) => a.offset - b.offset || b.end - a.end));
  }
  if (at < end) nodes.push(document.createTextNode(text.slice(at, end)));
  return nodes;
}

function wrap(entity, text, children, actions) {
  const link = (address) =>
    h("a", { href: "#", class: "text-link", title: address, onclick: (event) => follow(event, address, actions) }, children);
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough": case "code":
      return h(TAGS[entity.type], {}, children);
    case "pre":
      return h("pre", { tabindex: "0", "data-language": entity.language }, h("code", {}, children));
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url);
    case "url":
      return link(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    case "mention":
      return link(`https://t.me/${text.slice(1)}`);
    case "email":
      return link(`mailto:${text}`);
    case "phone_number":
      return link(`tel:${text.replace(/[^+\d]/g, "")}`);
    case "bot_command":
      return h("button", { type: "button", class: "command-link", onclick: () => actions.command(text) }, children);
    case "hashtag": case "cashtag": case "text_mention":
      return h("span", { class: "tag" }, children);
    default:
      return h("span", {}, children);
  }
}

function follow(event, address, actions) {
  event.preventDefault();
  actions.link(address);
}

function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    cover.replaceWith(h("span", { class: "spoiler open" }, children));
  };
  // the hidden words leave the accessibility tree until they are asked for
  const hidden = h("span", { "aria-hidden": "true" }, children);
  hidden.inert = true;
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler"), onclick: reveal, onkeydown: reveal }, hidden);
  return cover;
}

function expandable(children) {
  const quote = h("blockquote", { class: "expandable" }, children);
  const button = h("button", {
    type: "button", class: "more-quote", "aria-expanded": "false",
    onclick: () => {
      const open = quote.classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
      button.textContent = t(open ? "less" : "more");
    },
  }, t("more"));
  quote.append(button);
  return quote;
}
