/** The drawer: calls of the Bot API, faults, the clock. */
import { fill, h, iconButton } from "./dom.js";
import { CallsPanel } from "./calls.js";
import { ClockPanel } from "./clock.js";
import { FaultsPanel } from "./faults.js";
import { recall, remember } from "./preferences.js";
import { t } from "./words.js";

export class Tools {
  #tabs = ["calls", "faults", "clock"];
  #panels = { calls: new CallsPanel(), faults: new FaultsPanel(), clock: new ClockPanel() };
  #tabList = h("div", { class: "tabs", role: "tablist", "aria-label": t("tools") });
  #place = h("div", { class: "tool-panel", role: "tabpanel", id: "tool-panel", tabindex: "-1" });
  element = h("aside", { class: "tools", "aria-label": t("tools") });

  constructor({ close }) {
    fill(this.element, h("div", { class: "tools-head" }, this.#tabList, iconButton("close", t("close"), close)), this.#place);
    this.#tabList.addEventListener("keydown", (event) => this.#arrows(event));
    this.open(recall("tab", "calls"));
  }

  open(name) {
    const chosen = this.#tabs.includes(name) ? name : "calls";
    remember("tab", chosen);
    this.chosen = chosen;
    fill(this.#tabList, this.#tabs.map((tab) => h("button", {
      type: "button", role: "tab", "aria-selected": String(tab === chosen), "aria-controls": "tool-panel",
      tabindex: tab === chosen ? "0" : "-1", onclick: () => this.#choose(tab),
    }, t(tab))));
    this.#place.setAttribute("aria-label", t(chosen));
    fill(this.#place, this.#panels[chosen].element);
    this.#panels[chosen].render();
  }

  focus() {
    this.#tabList.querySelector("[aria-selected='true']").focus();
  }

  destroy() {
    for (const panel of Object.values(this.#panels)) panel.destroy();
  }

  #choose(tab) {
    this.open(tab);
    this.focus();
  }

  #arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#tabs.indexOf(this.chosen) + step;
    this.#choose(this.#tabs[(at + this.#tabs.length) % this.#tabs.length]);
  }
}
