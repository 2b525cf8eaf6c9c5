/** Buttons of the bot: under a message (inline) and under the composer (reply keyboard). */
import { h, icon } from "./dom.js";
import { t } from "./words.js";

const MARKS = {
  url: "out", copy: "copy", switch_inline: "inline", switch_inline_current: "inline", web_app: "out",
  request_contact: "contact", request_location: "place",
};
const STYLES = new Set(["primary", "success", "danger"]);

function label(button) {
  if (button.kind === "url") return t("opens_link", { text: button.text });
  if (button.kind === "copy") return t("copies", { text: button.text });
  return null;
}

function face(button, press, key, busy) {
  return h("button", {
    type: "button",
    class: `bot-button${STYLES.has(button.style) ? ` style-${button.style}` : ""}`,
    "aria-label": label(button),
    "aria-busy": busy?.has(key) ? "true" : null,
    "data-key": key,
    title: button.kind === "url" ? button.url : null,
    onclick: press,
  }, h("span", { class: "bot-button-text" }, button.text), MARKS[button.kind] ? icon(MARKS[button.kind]) : null);
}

export const busyKey = (key, row, column, button) => `${key}/${row}/${column}/${button.text}`;

/** `press(row, column, button)`; `busy` holds the busyKey of every button that waits for its answer. */
export function inlineKeyboard(key, rows, busy, press) {
  return h("div", { class: "inline-keyboard", role: "group", "aria-label": t("buttons") },
    rows.map((row, r) => h("div", { class: "keyboard-row" },
      row.map((button, c) => face(button, () => press(r, c, button), busyKey(key, r, c, button), busy)))));
}

export function replyKeyboardView(keyboard, press) {
  return h("div", { class: `reply-keyboard${keyboard.resize ? "" : " tall"}`, role: "group", "aria-label": t("reply_keyboard") },
    keyboard.rows.map((row) => h("div", { class: "keyboard-row" }, row.map((button) => face(button, () => press(button))))));
}
