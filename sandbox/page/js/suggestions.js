/** A list above the composer: commands of the bot, or inline results. Moved through from the text field. */
import { fill, h } from "./dom.js";

let made = 0;

export class Suggestions {
  #options = [];
  #at = -1;
  id = `suggestions-${(made += 1)}`;
  element = h("div", { class: "suggestions", role: "listbox", id: this.id, hidden: true });

  /** `field` keeps the focus and is told which option is meant. */
  constructor(field) {
    this.field = field;
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-haspopup", "listbox");
  }

  get open() {
    return !this.element.hidden;
  }

  /** `rows`: [{nodes, choose()}]; `empty` is said when there is none. */
  show(label, rows, empty) {
    this.element.setAttribute("aria-label", label);
    this.#options = rows.map(({ nodes, choose }, index) => h("div", {
      class: "suggestion", role: "option", id: `${this.id}-${index}`, "aria-selected": "false",
      onpointerdown: (event) => event.preventDefault(), // the field keeps the focus
      onclick: choose,
    }, nodes));
    fill(this.element, this.#options.length ? this.#options : h("p", { class: "nothing" }, empty));
    this.element.hidden = false;
    this.#select(rows.length ? 0 : -1);
  }

  close() {
    this.element.hidden = true;
    this.#select(-1);
  }

  /** Whether the key was meant for the list. */
  takes(event) {
    if (!this.open) return false;
    if (event.key === "Escape") this.close();
    else if (this.#options.length === 0) return false;
    else if (event.key === "ArrowDown") this.#select((this.#at + 1) % this.#options.length);
    else if (event.key === "ArrowUp") this.#select((this.#at + this.#options.length - 1) % this.#options.length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.#options[this.#at].click();
    else return false;
    event.preventDefault();
    return true;
  }

  #select(index) {
    this.#options[this.#at]?.setAttribute("aria-selected", "false");
    this.#at = index;
    const option = this.#options[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }
}
