/** The guided tour: a card above the phones that follows what happens on them. It never takes the page away. */
import { api } from "./api.js";
import { fill, h, icon, iconButton } from "./dom.js";
import * as format from "./format.js";
import { recall, remember } from "./preferences.js";
import { listen, world } from "./store.js";
import { Scene, STEPS, cast, toMorning } from "./story.js";
import { t } from "./words.js";

const LAST = STEPS.length - 1;

export class Tour {
  #face = h("span", { "aria-hidden": "true" });
  #place = h("p", { class: "coach-place" });
  #words = h("div", { class: "coach-words", role: "status" }); // stays in the page, or nothing would be read out
  #choices = h("div", { class: "coach-choices" });
  #close = iconButton("close", t("tour_leave"), () => this.leave(), { class: "icon-button coach-close" });
  #progress = h("span", { class: "coach-progress", "aria-hidden": "true" });
  #card = h("div", { class: "coach-card" }, this.#face, h("div", { class: "coach-body" }, this.#place, this.#words), this.#choices, this.#close, this.#progress);
  #shown = null; // what the card says now, so that it is not said again
  /** `offset`: the clock when the step began; `already`: it had come true before it began, and so waits for Next. */
  #kept = { seen: false, running: false, at: 0, offset: 0, already: false, ...recall("tour", {}) };
  element = h("section", { class: "coach", hidden: true, "aria-label": t("tour_title") }, this.#card);
  button = h("button", { type: "button", class: "tour-button", hidden: true, onclick: () => this.begin() }, icon("flag"), h("span", {}, t("tour")));

  /** `stage`: phones, choose(id, side), look(side), closeTools(), workbench. */
  constructor(stage) {
    this.stage = stage;
    if (!(this.#kept.at in STEPS)) this.#kept.at = 0; // kept by another version of the page
    this.unlisten = listen((kind) => {
      if (["world", "chat", "message", "clock", "people"].includes(kind)) this.follow();
    });
    // Whatever is rendered anew on the phones loses the mark.
    this.observer = new MutationObserver(() => this.#mark());
    this.observer.observe(stage.workbench, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    this.observer.observe(document.body, { attributes: true, attributeFilter: ["data-tools", "data-active"] });
  }

  get running() {
    return this.#kept.running && this.#ids !== null;
  }

  get #ids() {
    return world.ready ? cast() : null;
  }

  get #step() {
    return STEPS[this.#kept.at];
  }

  get #scene() {
    return new Scene(this.#ids, this.stage.phones, this.#kept.offset);
  }

  destroy() {
    this.unlisten();
    this.observer.disconnect();
  }

  /** Start, or go on where it was left. */
  begin(at = this.#kept.at) {
    this.#keep({ seen: true, running: true, epoch: world.epoch });
    this.#enter(at);
    this.#words.querySelector("h2")?.focus();
  }

  leave() {
    const held = this.element.contains(document.activeElement);
    this.#keep({ seen: true, running: false });
    this.follow();
    if (held) this.button.focus();
  }

  /** Look at the world again: go on when the step has come true, and show what is to be said. */
  follow() {
    if (this.#kept.seen && this.#ids && this.#kept.epoch !== world.epoch) {
      this.#keep({ epoch: world.epoch, at: 0 }); // another world: nothing of the story has happened in it
      if (this.running) return this.#enter(0);
    }
    if (this.running && !this.#kept.already && this.#loaded() && this.#step.done?.(this.#scene)) {
      return this.#enter(this.#kept.at + 1);
    }
    this.#render();
    return this.#mark();
  }

  #enter(at) {
    const before = this.#step;
    this.#keep({ at: Math.min(Math.max(at, 0), LAST), offset: world.clock.offset });
    const ids = this.#ids;
    if (!ids) return;
    this.#keep({ already: Boolean(this.#loaded() && this.#step.done?.(this.#scene)) });
    const { people, side } = this.#step;
    const right = people.every((role, place) => this.stage.phones[place].person === ids[role]);
    if (!right) people.forEach((role, place) => this.stage.choose(ids[role], place));
    if (!right || side !== before.side) this.stage.look(side);
    if (before.id === "clock" && before !== this.#step) this.stage.closeTools();
    this.follow();
  }

  #keep(change) {
    Object.assign(this.#kept, change);
    remember("tour", this.#kept);
  }

  #loaded() {
    return Object.values(this.#ids).every((id) => world.people.get(id)?.loaded);
  }

  #render() {
    const offered = this.#ids !== null;
    const running = this.running;
    const label = this.#kept.seen && this.#kept.at > 0 && this.#kept.at < LAST ? t("tour_resume", { n: this.#kept.at + 1, all: STEPS.length }) : t("tour_title");
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.element.hidden = !offered || (!running && this.#kept.seen);
    this.button.hidden = !offered || !this.element.hidden; // the card offers the same
    const key = this.element.hidden ? "" : running ? this.#sayingKey() : "offer";
    if (key === this.#shown) return;
    this.#shown = key;
    const held = this.#card.contains(document.activeElement) ? document.activeElement : null;
    if (this.element.hidden) return;
    for (const part of [this.#place, this.#close, this.#progress]) part.hidden = !running;
    if (running) this.#renderStep();
    else this.#renderOffer();
    // Never onto Skip: the next Enter would pass over a step that nobody has read.
    if (held && !held.isConnected) (this.#choices.querySelector(".main") ?? this.#words.querySelector("h2")).focus();
  }

  #renderOffer() {
    this.#face.className = "coach-mark";
    fill(this.#face, icon("flag"));
    this.#say(t("tour_offer_title"), t("tour_offer"));
    fill(this.#choices,
      h("button", { type: "button", class: "plain-button", onclick: () => this.leave() }, t("tour_later")),
      h("button", { type: "button", class: "plain-button main", onclick: () => this.begin(0) }, t("tour_begin")));
  }

  #renderStep() {
    const step = this.#step;
    const at = this.#kept.at;
    const { person } = world.people.get(this.#ids[step.people[step.side]]);
    const last = at === LAST;
    this.#face.className = `avatar ${format.tint(person.id)}`;
    fill(this.#face, format.initials(person.name));
    fill(this.#place, h("b", {}, t("tour_step", { n: at + 1, all: STEPS.length })),
      last ? null : h("span", {}, `${t(step.side ? "tour_right" : "tour_left")}: ${person.name}`));
    this.#say(t(`tour_${step.id}_title`), t(this.#wordsOf(step)), this.#kept.already ? t("tour_already") : step.done ? t("tour_lost") : null);
    const waits = step.done && !this.#kept.already;
    const on = () => this.#enter(at + 1);
    fill(this.#choices, this.#help(step), last
      ? [h("button", { type: "button", class: "plain-button", onclick: () => this.begin(0) }, t("tour_again")),
        h("button", { type: "button", class: "plain-button main", onclick: () => this.#finish() }, t("tour_end"))]
      : h("button", { type: "button", class: `plain-button ${waits ? "quiet" : "main"}`, onclick: on }, t(waits ? "tour_skip" : "tour_next")));
    this.#progress.style.setProperty("--done", String((at + 1) / STEPS.length));
  }

  #say(title, text, hint = null) {
    fill(this.#words, h("h2", { tabindex: "-1" }, title), h("p", {}, text), hint ? h("p", { class: `coach-hint${this.#kept.already ? " known" : ""}`, hidden: true }, hint) : null);
  }

  #help(step) {
    const away = this.#away(step);
    const help = away === null && !this.#kept.already ? step.help?.(this.#scene) : null;
    const button = (text, onclick) => h("button", { type: "button", class: "plain-button", onclick }, text);
    if (away !== null) {
      const id = this.#ids[step.people[away]];
      return button(t("tour_fetch", { name: world.people.get(id).person.name }), () => {
        this.stage.choose(id, away);
        this.stage.look(step.side);
        this.follow();
      });
    }
    if (help === "write") return button(t("tour_write"), () => this.stage.phones[step.side].composer.write("honey"));
    if (help === "morning") return button(t("tour_morning"), () => api.forward(toMorning()).catch(() => {}));
    return null;
  }

  /** The place of a person who should be on a phone and is not. */
  #away(step) {
    const place = step.people.findIndex((role, side) => this.stage.phones[side].person !== this.#ids[role]);
    return place < 0 || step.id === "done" ? null : place;
  }

  #wordsOf(step) {
    return step.words?.(this.#scene) ?? `tour_${step.id}`;
  }

  #sayingKey() {
    const step = this.#step;
    return [step.id, this.#kept.already, this.#wordsOf(step), this.#away(step), step.help?.(this.#scene)].join("/");
  }

  #finish() {
    this.#keep({ at: 0 });
    this.leave();
  }

  /** Marks the phone and what is to be pressed on it. */
  #mark() {
    const step = this.running ? this.#step : null;
    if (step) this.#render();
    const away = step ? this.#away(step) : null;
    const target = step && away === null ? step.target(this.#scene) : null;
    const marked = document.querySelector("[data-tour='here']");
    if (marked !== target) marked?.removeAttribute("data-tour");
    if (target && target !== marked) {
      target.setAttribute("data-tour", "here");
      const log = target.closest(".log");
      if (log) target.scrollIntoView({ block: target.offsetHeight > log.clientHeight ? "start" : "nearest" });
    }
    this.stage.phones.forEach((phone, side) => phone.element.classList.toggle("guided", Boolean(step) && step.side === side && step.id !== "done"));
    const hint = this.#words.querySelector(".coach-hint");
    if (hint) hint.hidden = !this.#kept.already && (Boolean(target) || away !== null || step?.id === "clock");
  }
}
