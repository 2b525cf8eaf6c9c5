/** What a person does on a phone, and what it leads to on the screen. */
import { api } from "./api.js";
import { busyKey } from "./keyboard.js";
import { messageKey, tell, world } from "./store.js";
import { t } from "./words.js";

const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);
const START = /^[A-Za-z0-9_-]{0,64}$/;

/** The start parameter when the address is a deep link of this bot, otherwise null. */
export function startOf(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const bot = (world.bot.username ?? "").toLowerCase();
  if (!bot) return null;
  const path = url.pathname.replace(/^\/+|\/+$/g, "").toLowerCase();
  const web = /^https?:$/.test(url.protocol) && /^(www\.)?(t|telegram)\.me$/.test(url.hostname) && path === bot;
  const app = url.protocol === "tg:" && (url.hostname === "resolve" || path === "resolve")
    && (url.searchParams.get("domain") ?? "").toLowerCase() === bot;
  if (!web && !app) return null;
  return url.searchParams.get("start") ?? "";
}

export const goodStart = (text) => START.test(text);
export const reasonOf = (error) => (error.message === "offline" ? t("offline") : error.message);

/** `overlay` shows what comes of it; `person()` is who holds the phone now. */
export class Acts {
  busy = new Set();

  constructor(person, overlay) {
    this.person = person;
    this.overlay = overlay;
    this.queue = Promise.resolve();
  }

  /** One after another, so that what was written first arrives first. Resolves to whether it was done. */
  inOrder(work, words = "not_done") {
    const done = this.queue.then(work).then(() => true, (error) => {
      this.overlay.toast(t(words, { reason: reasonOf(error) }));
      return false;
    });
    this.queue = done;
    return done;
  }

  send(text, replyTo) {
    const id = this.person();
    return this.inOrder(() => api.send(id, text, replyTo), "not_sent");
  }

  open(start) {
    const id = this.person();
    return this.inOrder(() => api.open(id, start), "not_sent");
  }

  /** A result of the inline query that was answered last. */
  choose(resultId) {
    const id = this.person();
    return this.inOrder(() => api.choose(id, resultId), "not_sent");
  }

  async link(address) {
    const start = startOf(address);
    if (start !== null) return this.open(start);
    let url = null;
    try {
      url = new URL(address);
    } catch {
      // refused below
    }
    if (!url || !OPENABLE.has(url.protocol)) return this.overlay.toast(t("refused_link"));
    const agreed = await this.overlay.ask({ title: t("leave_title"), note: t("leave_note"), detail: address, yes: t("open") });
    if (agreed) window.open(url.href, "_blank", "noopener,noreferrer");
    return agreed;
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // refused without a user's permission; the text is shown all the same
    }
    this.overlay.toast(t("copied", { text }));
  }

  /** A button under a message. */
  press(message, row, column, button) {
    if (button.kind === "url") return this.link(button.url);
    if (button.kind === "copy") return this.copy(button.copy);
    // /sim/tap knows private chats only, and a message of a group may have the same number
    if (button.kind === "callback" && message.chat_id === this.person()) return this.#tap(message, row, column, button);
    if (button.kind.startsWith("switch_inline")) return tell("inline", { person: this.person(), query: button.query ?? "" });
    return this.overlay.toast(t("not_played"));
  }

  /** A button of the reply keyboard. */
  async pressReply(button) {
    if (button.kind === "text") return this.send(button.text);
    if (button.kind === "request_contact") return this.contact();
    return this.overlay.toast(t("not_played"));
  }

  async contact() {
    const id = this.person();
    const name = world.people.get(id)?.person.name ?? "";
    const agreed = await this.overlay.ask({ title: t("share_title"), note: t("share_note", { name }), yes: t("share") });
    if (agreed) await this.inOrder(() => api.contact(id), "not_sent");
  }

  async #tap(message, row, column, button) {
    const id = this.person();
    const key = busyKey(messageKey(message), row, column, button);
    if (this.busy.has(key)) return;
    this.busy.add(key);
    tell("busy", { person: id, key: messageKey(message) });
    try {
      const answer = await api.tap(id, message.message_id, row, column);
      if (answer.url) await this.link(answer.url);
      else if (answer.answered === false) this.overlay.toast(t("not_answered"));
    } catch (error) {
      this.overlay.toast(t("not_done", { reason: reasonOf(error) }));
    } finally {
      this.busy.delete(key);
      tell("busy", { person: id, key: messageKey(message) });
    }
  }
}
