/** The sandbox's time, which can be moved forward. */
import { api } from "./api.js";
import { reasonOf } from "./acts.js";
import { fill, h } from "./dom.js";
import * as format from "./format.js";
import { listen, now, world } from "./store.js";
import { t } from "./words.js";

const UNITS = { minutes: 60, hours: 3600, days: 86400 };
const LEAPS = [["hour_1", 3600], ["day_1", 86400], ["day_3", 3 * 86400]];

export class ClockPanel {
  #time = h("p", { class: "big-time" });
  #moved = h("p", { class: "panel-note" });
  #wrong = h("p", { class: "wrong", role: "alert" });
  element = h("div", { class: "panel" });

  constructor() {
    const amount = h("input", { type: "number", min: "1", max: "100000", value: "7", "aria-label": t("amount") });
    const unit = h("select", { "aria-label": t("unit") }, Object.keys(UNITS).map((name) => h("option", { value: name }, t(name))));
    unit.value = "days";
    const custom = (event) => {
      event.preventDefault();
      this.#forward(Number(amount.value) * UNITS[unit.value]);
    };
    fill(this.element,
      h("h3", {}, t("sandbox_time")), this.#time, this.#moved,
      h("div", { class: "leaps" }, LEAPS.map(([name, seconds]) =>
        h("button", { type: "button", class: "plain-button", onclick: () => this.#forward(seconds) }, t(name)))),
      h("form", { class: "custom-leap", onsubmit: custom }, amount, unit, h("button", { type: "submit", class: "plain-button main" }, t("forward"))),
      this.#wrong, h("p", { class: "panel-note" }, t("clock_note")));
    this.unlisten = listen((kind) => {
      if (kind === "clock" || kind === "world") this.render();
    });
    this.timer = setInterval(() => this.render(), 1000);
  }

  destroy() {
    this.unlisten();
    clearInterval(this.timer);
  }

  render() {
    fill(this.#time, h("span", {}, format.dayAndTime(now())));
    fill(this.#moved, world.clock.offset ? t("moved", { offset: format.offset(world.clock.offset) }) : t("not_moved"));
  }

  async #forward(seconds) {
    fill(this.#wrong);
    try {
      await api.forward(seconds);
    } catch (error) {
      fill(this.#wrong, t("not_done", { reason: reasonOf(error) }));
    }
  }
}
