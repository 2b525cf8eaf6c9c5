/** The messages of one person, oldest first, with days, and with the place kept while new ones arrive. */
import { fill, h, icon } from "./dom.js";
import * as format from "./format.js";
import { renderMessage } from "./message.js";
import { botOf, markRead, messageKey, now, world } from "./store.js";
import { t } from "./words.js";

const PAGE = 150;
const NEAR = 48; // pixels from the bottom that still count as "at the bottom"

export class ChatLog {
  #list = h("div", { class: "log-list" });
  #log = h("div", { class: "log", role: "log", tabindex: "0" }, this.#list);
  #pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toBottom(true) });
  #elements = new Map();
  #person = null;
  #limit = PAGE;
  #away = 0; // messages that came while the reader was further up
  #pinned = true;
  #used = null; // the inline button that had the focus
  element = h("div", { class: "log-area" }, this.#log, this.#pill);

  /** `context` as for renderMessage, without find and jump; `visible()` tells whether a person looks at this phone. */
  constructor(context, visible) {
    this.context = { ...context, find: (id) => this.#find(id), jump: (id) => this.#jump(id) };
    this.visible = visible;
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#log.addEventListener("keydown", (event) => this.#walk(event));
    this.#log.addEventListener("focusin", (event) => this.#remember(event.target));
    this.observer = new ResizeObserver(() => this.#settle());
    this.observer.observe(this.#list);
    this.observer.observe(this.#log);
  }

  show(person) {
    if (person !== this.#person) this.#limit = PAGE;
    this.#person = person;
    this.#away = 0;
    this.#pinned = true;
    this.render();
    this.toBottom();
  }

  get #messages() {
    return [...(world.people.get(this.#person)?.messages.values() ?? [])];
  }

  render() {
    const chat = world.people.get(this.#person);
    this.#elements.clear();
    // a screen reader must not read a whole chat out when it is opened
    this.#log.setAttribute("aria-busy", "true");
    requestAnimationFrame(() => this.#log.removeAttribute("aria-busy"));
    this.#log.setAttribute("aria-label", chat ? t("chat_of", { name: chat.person.name, bot: botOf(this.#person).name }) : t("empty_phone"));
    this.#log.lang = chat?.person.language ?? "";
    const all = this.#messages;
    const shown = all.slice(-this.#limit);
    fill(this.#list,
      all.length > shown.length ? h("button", { type: "button", class: "earlier", onclick: () => this.#earlier() }, t("earlier")) : null);
    let before = null;
    for (const message of shown) {
      this.#append(message, before);
      before = message;
    }
    this.read();
  }

  update(message, fresh) {
    const key = messageKey(message);
    const old = this.#elements.get(key);
    if (old) this.#replace(old, message, !fresh);
    else if (fresh) {
      this.#append(message, this.#messages.at(-2) ?? null).classList.add("arrived");
      if (message.outgoing) this.#pinned = true;
      else if (!this.#pinned) this.#away += 1;
    }
    this.#settle();
    this.read();
  }

  /** A button began or ended waiting. */
  refresh(key) {
    for (const button of this.#elements.get(key)?.querySelectorAll(".inline-keyboard button") ?? []) {
      if (this.context.busy.has(button.dataset.key)) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  }

  /** What was today may be Monday after the clock has moved. */
  nameDays() {
    for (const day of this.#list.querySelectorAll(".day")) fill(day, h("span", {}, format.day(Number(day.dataset.date), now())));
  }

  read() {
    if (this.#pinned && this.visible()) markRead(this.#person);
    fill(this.#pill, icon("down"), h("span", {}, this.#away ? t("new_messages", { n: this.#away }) : t("to_bottom")));
    this.#pill.classList.toggle("quiet", this.#away === 0);
    this.#pill.hidden = this.#pinned;
  }

  toBottom(byHand = false) {
    this.#pinned = true;
    this.#away = 0;
    this.#log.scrollTop = this.#log.scrollHeight;
    if (byHand) this.#log.focus();
    this.read();
  }

  /** To the button that was used last, or the one that stands there after an edit. Whether there is one. */
  focusAgain() {
    const buttons = [...(this.#elements.get(this.#used?.key)?.querySelectorAll(".inline-keyboard button") ?? [])];
    buttons[Math.min(this.#used?.at, buttons.length - 1)]?.focus({ preventScroll: true });
    return buttons.length > 0;
  }

  focusLast() {
    (this.#list.lastElementChild ?? this.#log).focus({ preventScroll: true });
  }

  destroy() {
    this.observer.disconnect();
  }

  #append(message, before) {
    if (!before || format.dayKey(before.date) !== format.dayKey(message.date)) {
      this.#list.append(h("div", { class: "day", role: "separator", "data-date": message.date }, h("span", {}, format.day(message.date, now()))));
    }
    const element = this.#make(message);
    this.#list.append(element);
    return element;
  }

  #make(message) {
    const element = renderMessage(message, { ...this.context, group: message.chat_id !== this.#person });
    this.#elements.set(messageKey(message), element);
    return element;
  }

  /** An edit must not take the focus away from someone who works by keyboard. */
  #replace(old, message, edited) {
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    const at = held ? [...old.querySelectorAll(".inline-keyboard button")].indexOf(held) : -1;
    const element = this.#make(message);
    if (edited) element.classList.add("changed");
    old.replaceWith(element);
    if (!held) return;
    const buttons = [...element.querySelectorAll(".inline-keyboard button")];
    (at >= 0 && buttons.length ? buttons[Math.min(at, buttons.length - 1)] : element).focus({ preventScroll: true });
  }

  #remember(target) {
    const message = target.closest(".message");
    if (!target.closest(".inline-keyboard")) this.#used = null;
    else this.#used = { key: message.dataset.key, at: [...message.querySelectorAll(".inline-keyboard button")].indexOf(target) };
  }

  #find(id) {
    return this.#messages.find((message) => message.message_id === id);
  }

  #jump(id) {
    const target = this.#find(id);
    const element = target && this.#elements.get(messageKey(target));
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.classList.remove("changed");
    requestAnimationFrame(() => element.classList.add("changed"));
  }

  #earlier() {
    const height = this.#log.scrollHeight;
    this.#limit += PAGE;
    this.render();
    this.#log.scrollTop = this.#log.scrollHeight - height;
  }

  #settle() {
    if (this.#pinned) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #scrolled() {
    const log = this.#log;
    const pinned = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (pinned === this.#pinned) return;
    this.#pinned = pinned;
    if (pinned) this.#away = 0;
    this.read();
  }

  #walk(event) {
    const message = event.target.closest(".message");
    if (event.target !== this.#log && event.target !== message) return;
    const all = [...this.#list.querySelectorAll(".message")];
    const at = message ? all.indexOf(message) : all.length;
    const goals = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) };
    if (!(event.key in goals)) return;
    event.preventDefault();
    const goal = goals[event.key];
    goal?.focus({ preventScroll: true });
    goal?.scrollIntoView({ block: "nearest" });
  }
}
