/** The Bot API calls of the bot, newest first, with what was wrong about them. */
import { fill, h } from "./dom.js";
import * as format from "./format.js";
import { hasTrouble, listen, world } from "./store.js";
import { t } from "./words.js";

const SHOWN = 150;

export class CallsPanel {
  #only = h("input", { type: "checkbox", onchange: () => this.render() });
  #words = h("input", { type: "search", "aria-label": t("find_call"), placeholder: t("find_call"), oninput: () => this.render() });
  #list = h("ol", { class: "calls" });
  #open = new Set(); // seq of the calls that are unfolded
  #waiting = false;
  element = h("div", { class: "panel" },
    h("div", { class: "call-filter" }, this.#words, h("label", { class: "check" }, this.#only, h("span", {}, t("only_trouble")))), this.#list);

  constructor() {
    this.unlisten = listen((kind) => {
      if ((kind === "call" || kind === "world") && this.element.isConnected) this.#soon();
    });
  }

  destroy() {
    this.unlisten();
  }

  /** A burst of calls is drawn once. */
  #soon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.render();
    });
  }

  render() {
    const words = this.#words.value.trim().toLowerCase();
    const fitting = world.calls.filter((call) => (!this.#only.checked || hasTrouble(call))
      && (!words || `${call.method} ${JSON.stringify(call.parameters)} ${call.description ?? ""}`.toLowerCase().includes(words)));
    const held = document.activeElement?.closest?.(".call")?.dataset.seq;
    fill(this.#list, fitting.length
      ? fitting.slice(-SHOWN).reverse().map((call) => this.#row(call))
      : h("li", { class: "nothing" }, t("no_calls")));
    if (held) this.#list.querySelector(`[data-seq="${held}"] summary`)?.focus({ preventScroll: true });
  }

  #row(call) {
    const trouble = hasTrouble(call);
    const unfold = (event) => (event.target.open ? this.#open.add(call.seq) : this.#open.delete(call.seq));
    return h("li", { class: `call${trouble ? " trouble" : ""}`, "data-seq": call.seq },
      h("details", { open: this.#open.has(call.seq), ontoggle: unfold },
        h("summary", {},
          h("span", { class: "call-state" }, call.ok ? "ok" : String(call.error_code ?? "✕")),
          h("b", {}, call.method),
          h("span", { class: "call-brief" }, brief(call)),
          h("time", {}, moment(call.at))),
        call.description ? h("p", { class: "call-error" }, call.description) : null,
        call.violations?.length ? [h("h4", {}, t("violations")), h("ul", { class: "violations" }, call.violations.map((text) => h("li", {}, String(text))))] : null,
        h("h4", {}, t("parameters")), h("pre", { tabindex: "0" }, JSON.stringify(call.parameters, null, 2)),
        call.result_summary ? [h("h4", {}, t("result")), h("pre", { tabindex: "0" }, asText(call.result_summary))] : null));
  }
}

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

function brief(call) {
  const { text, caption, chat_id: chat } = call.parameters ?? {};
  const person = world.people.get(Number(chat))?.person.name;
  return [person, text ?? caption].filter(Boolean).join(": ").slice(0, 80);
}

function moment(at) {
  const date = new Date(typeof at === "number" ? at * 1000 : at);
  return Number.isNaN(date.getTime()) ? "" : format.preciseTime(date);
}
