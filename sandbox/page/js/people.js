/** The list of people: who they are, what they have not read, on which phone they are. */
import { api } from "./api.js";
import { reasonOf } from "./acts.js";
import { fill, h, icon } from "./dom.js";
import * as format from "./format.js";
import { summary } from "./message.js";
import { listen, unread, world } from "./store.js";
import { t } from "./words.js";

export class People {
  #list = h("ul", { class: "people-list" });
  #rows = new Map();
  element = h("nav", { class: "people", "aria-label": t("people") });

  /** `shown()`: ids on the phones, left first; `choose(id, side?)`. */
  constructor({ shown, choose }) {
    this.shown = shown;
    this.choose = choose;
    fill(this.element, h("h2", { class: "side-title" }, t("people")), this.#list,
      h("button", { type: "button", class: "add-person", onclick: () => this.#ask() }, icon("plus"), h("span", {}, t("add_person"))));
    this.unlisten = listen((kind, detail) => {
      if (kind === "world" || (kind === "people" && !this.#rows.has(detail.person))) this.render();
      else if (["people", "message", "chat", "read", "typing"].includes(kind)) this.#renderRow(detail.person);
    });
  }

  destroy() {
    this.unlisten();
  }

  render() {
    this.#rows.clear();
    for (const id of world.people.keys()) this.#rows.set(id, h("li", { class: "person" }));
    fill(this.#list, this.#rows.size ? [...this.#rows.values()] : h("li", { class: "nothing" }, world.ready ? t("nobody") : t("connecting")));
    for (const id of this.#rows.keys()) this.#renderRow(id);
  }

  #renderRow(id) {
    const row = this.#rows.get(id);
    const chat = world.people.get(id);
    if (!row || !chat) return;
    const { person } = chat;
    const sides = this.shown();
    const count = sides.includes(id) ? 0 : unread(id);
    const held = row.contains(document.activeElement) ? [...row.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    row.classList.toggle("shown", sides.includes(id));
    fill(row,
      h("button", { type: "button", class: "person-main", onclick: () => this.choose(id), "aria-current": sides.includes(id) ? "true" : null },
        h("span", { class: `avatar ${format.tint(id)}`, "aria-hidden": "true" }, format.initials(person.name)),
        h("span", { class: "person-words" },
          h("span", { class: "person-name" }, h("b", {}, person.name),
            h("span", { class: "flag", role: "img", "aria-label": format.languageName(person.language), title: format.languageName(person.language) }, format.flag(person.language))),
          person.note ? h("span", { class: "person-note" }, person.note) : null,
          h("span", { class: "person-last" }, this.#last(chat))),
        count ? h("span", { class: "badge", role: "img", "aria-label": t("unread", { n: count }) }, count > 99 ? "99+" : String(count)) : null),
      h("span", { class: "sides" }, ["left", "right"].map((word, side) => h("button", {
        type: "button", class: "side", "aria-pressed": String(sides[side] === id), "aria-label": t(`${word}_phone`, { name: person.name }),
        title: t(`${word}_phone`, { name: person.name }), onclick: () => this.choose(id, side),
      }, t(`${word}_short`)))));
    if (held >= 0) row.querySelectorAll("button")[held]?.focus();
  }

  #last(chat) {
    if (chat.person.deactivated) return t("deactivated_mark");
    if (chat.person.blocked) return t("blocked_mark");
    if (chat.typing) return `${t("typing")}…`;
    const last = [...chat.messages.values()].findLast((message) => !message.deleted);
    if (!last) return "";
    return `${last.outgoing ? `${t("you")}: ` : ""}${summary(last).split("\n")[0]}`;
  }

  #ask() {
    const name = h("input", { type: "text", required: true, maxlength: "64", autocomplete: "off" });
    const username = h("input", { type: "text", pattern: "@?[A-Za-z][A-Za-z0-9_]{3,31}", autocomplete: "off" });
    const language = h("select", {}, format.LANGUAGES.map((code) => h("option", { value: code }, `${format.flag(code)} ${format.languageName(code)}`)));
    const wrong = h("p", { class: "wrong", role: "alert" });
    const label = (text, field) => h("label", { class: "labelled" }, h("span", {}, text), field);
    const dialog = h("dialog", { class: "sheet-dialog", "aria-label": t("add_person"), onclose: () => dialog.remove() },
      h("form", {
        onsubmit: async (event) => {
          event.preventDefault();
          const fields = { name: name.value.trim(), language: language.value };
          if (username.value.trim()) fields.username = username.value.trim().replace(/^@/, "");
          try {
            const person = await api.addPerson(fields);
            dialog.close();
            this.choose(person.id);
          } catch (error) {
            fill(wrong, t("not_done", { reason: reasonOf(error) }));
          }
        },
      },
      h("h2", {}, t("add_person")), label(t("name"), name), label(t("language_of_person"), language), label(t("username"), username), wrong,
      h("div", { class: "choices" },
        h("button", { type: "button", class: "plain-button", onclick: () => dialog.close() }, t("cancel")),
        h("button", { type: "submit", class: "plain-button main" }, t("add")))));
    document.body.append(dialog);
    dialog.showModal();
    name.focus();
  }
}
