/** One message as a person sees it. */
import { h, icon, iconButton } from "./dom.js";
import { renderText } from "./entities.js";
import * as format from "./format.js";
import { inlineKeyboard } from "./keyboard.js";
import { messageKey } from "./store.js";
import { t } from "./words.js";

/** Only files that the sandbox itself serves are shown. */
const own = (url) => (typeof url === "string" && url.startsWith("/sim/files/") ? url : null);

export function summary(message) {
  if (message.deleted) return t("gone");
  const text = message.text ?? message.caption;
  if (text) return text;
  if (message.photo) return t("photo");
  if (message.document) return message.document.file_name ?? t("file");
  if (message.contact) return t("contact");
  return "";
}

/**
 * `context`: group (whether the chat has several people), busy, find(messageId), and the actions
 * link, command, press(message, row, column, button), reply, edit, photo, jump.
 */
export function renderMessage(message, context) {
  const name = message.outgoing ? t("you") : message.sender.name;
  const classes = ["message", message.outgoing ? "out" : "in"];
  if (message.deleted) classes.push("deleted");
  if (message.photo) classes.push("with-photo");
  if (message.buttons?.length) classes.push("with-buttons");
  return h("article", {
    class: classes.join(" "), tabindex: "-1", "data-key": messageKey(message),
    "aria-label": t("said_at", { name, time: format.time(message.date) }),
    onfocusin: (event) => reachable(event.currentTarget, "0"),
    onfocusout: (event) => reachable(event.currentTarget, "-1"),
  },
  h("div", { class: "bubble" },
    context.group && !message.outgoing ? h("div", { class: `sender ${format.tint(message.sender.id)}` }, message.sender.name) : null,
    message.via_bot ? h("div", { class: "via" }, t("via", { bot: message.via_bot.username })) : null,
    message.reply_to ? quote(message.reply_to, context) : null,
    photo(message, context), file(message), contact(message),
    words(message, context)),
  message.deleted ? null : actions(message, context),
  message.buttons?.length && !message.deleted
    ? inlineKeyboard(messageKey(message), message.buttons, context.busy, (r, c, button) => context.press(message, r, c, button))
    : null);
}

/** Reply and Edit enter the order of Tab only while their message has the focus. */
function reachable(article, tabindex) {
  for (const button of article.querySelectorAll(".message-actions button")) button.tabIndex = Number(tabindex);
}

function words(message, context) {
  const text = message.text ?? message.caption ?? "";
  const marks = [];
  if (message.edited && !message.deleted) marks.push(h("span", { class: "mark" }, t("edited")));
  if (message.deleted) marks.push(h("span", { class: "mark" }, t("deleted")));
  return h("div", { class: "words", dir: "auto" },
    renderText(text, message.entities, context),
    h("span", { class: "meta" }, marks,
      h("time", { datetime: new Date(message.date * 1000).toISOString() }, format.time(message.date))));
}

function quote(messageId, context) {
  const original = context.find(messageId);
  const name = original ? (original.outgoing ? t("you") : original.sender.name) : "…";
  return h("button", { type: "button", class: "reply-quote", onclick: () => context.jump(messageId) },
    h("b", {}, name), h("span", {}, original ? summary(original) : t("message")));
}

function photo(message, context) {
  const url = own(message.photo?.url);
  if (!url) return null;
  const image = h("img", { src: url, alt: t("photo"), width: message.photo.width, height: message.photo.height, draggable: "false" });
  return h("button", { type: "button", class: "photo", "aria-label": t("open_photo"), onclick: () => context.photo(url) }, image);
}

function file(message) {
  const sent = message.document;
  if (!sent) return null;
  const name = sent.file_name ?? t("file");
  return h("a", { class: "file", href: own(sent.url), download: name, "aria-label": t("download", { name }) },
    h("span", { class: "file-icon" }, icon("file")),
    h("span", { class: "file-words" }, h("b", {}, name), h("span", {}, format.size(sent.file_size))));
}

function contact(message) {
  const shared = message.contact;
  if (!shared) return null;
  const name = [shared.first_name, shared.last_name].filter(Boolean).join(" ");
  return h("div", { class: "file" },
    h("span", { class: "file-icon" }, icon("contact")),
    h("span", { class: "file-words" }, h("b", {}, name), h("span", {}, shared.phone_number)));
}

function actions(message, context) {
  const editable = message.outgoing && typeof message.text === "string";
  return h("div", { class: "message-actions" },
    iconButton("reply", t("reply"), () => context.reply(message), { tabindex: "-1" }),
    editable ? iconButton("edit", t("edit"), () => context.edit(message), { tabindex: "-1" }) : null);
}
