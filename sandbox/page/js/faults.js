/** Faults: planned here, happening to the bot's next calls. */
import { api } from "./api.js";
import { reasonOf } from "./acts.js";
import { fill, h } from "./dom.js";
import { listen, world } from "./store.js";
import { t } from "./words.js";

const KINDS = [
  "too_many_requests", "server_error", "bad_gateway", "reset", "answer_lost", "delay", "blocked", "deactivated", "kicked", "migrated", "revoked",
  "redeliver", "reorder", "expired_callback",
];
const OF_UPDATES = new Set(["redeliver", "reorder", "expired_callback"]);
const TIMED = new Set(["delay", "too_many_requests"]);
const METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "sendPhoto", "sendDocument", "deleteMessage", "getUpdates", "getFile"];

export class FaultsPanel {
  #kind = h("select", { onchange: () => this.#fit() }, KINDS.map((kind) => h("option", { value: kind }, t(`fault_${kind}`))));
  #method = h("input", { type: "text", list: "fault-methods", autocomplete: "off", spellcheck: "false" });
  #times = h("input", { type: "number", min: "1", max: "1000", value: "1" });
  #seconds = h("input", { type: "number", min: "0", max: "600", step: "any" });
  #person = h("select", {});
  #methodLabel;
  #secondsLabel;
  #wrong = h("p", { class: "wrong", role: "alert" });
  #list = h("ul", { class: "faults" });
  element = h("div", { class: "panel" });

  constructor() {
    const label = (text, field) => h("label", { class: "labelled" }, h("span", {}, text), field);
    this.#methodLabel = label(t("method"), this.#method);
    this.#secondsLabel = label(t("seconds"), this.#seconds);
    this.#fit();
    fill(this.element,
      h("form", { class: "fault-form", onsubmit: (event) => this.#plan(event) },
        h("p", { class: "panel-note" }, t("fault_note")),
        label(t("kind"), this.#kind), this.#methodLabel,
        h("datalist", { id: "fault-methods" }, METHODS.map((method) => h("option", { value: method }))),
        h("div", { class: "two" }, label(t("times"), this.#times), this.#secondsLabel),
        label(t("person"), this.#person), this.#wrong,
        h("button", { type: "submit", class: "plain-button main" }, t("add_fault"))),
      h("div", { class: "panel-head" }, h("h3", {}, t("planned")),
        h("button", { type: "button", class: "plain-button", onclick: () => this.#try(() => api.clearFaults()) }, t("clear_faults"))),
      this.#list);
    this.unlisten = listen((kind) => {
      if (kind === "faults" || kind === "world" || kind === "people") this.render();
    });
  }

  destroy() {
    this.unlisten();
  }

  render() {
    const chosen = this.#person.value;
    fill(this.#person, h("option", { value: "" }, t("anybody")),
      [...world.people.values()].map(({ person }) => h("option", { value: person.id }, person.name)));
    this.#person.value = chosen;
    fill(this.#list, world.faults.length
      ? world.faults.map((fault) => h("li", {}, h("b", {}, t(`fault_${fault.kind}`)), h("span", {}, describe(fault))))
      : h("li", { class: "nothing" }, t("no_faults")));
  }

  #fit() {
    this.#methodLabel.hidden = OF_UPDATES.has(this.#kind.value);
    this.#secondsLabel.hidden = !TIMED.has(this.#kind.value);
  }

  #plan(event) {
    event.preventDefault();
    const fault = { kind: this.#kind.value, times: Number(this.#times.value) || 1 };
    if (this.#method.value.trim() && !this.#methodLabel.hidden) fault.method = this.#method.value.trim();
    if (this.#seconds.value && !this.#secondsLabel.hidden) fault.seconds = Number(this.#seconds.value);
    if (this.#person.value) fault.chat_id = Number(this.#person.value);
    this.#try(() => api.addFault(fault));
  }

  async #try(work) {
    fill(this.#wrong);
    try {
      await work();
    } catch (error) {
      fill(this.#wrong, t("not_done", { reason: reasonOf(error) }));
    }
  }
}

function describe(fault) {
  const person = world.people.get(fault.chat_id)?.person.name;
  return [fault.method ?? (OF_UPDATES.has(fault.kind) ? null : t("any_method")), `× ${fault.times ?? 1}`, TIMED.has(fault.kind) && `${fault.seconds ?? 1} s`, person].filter(Boolean).join(" · ");
}
