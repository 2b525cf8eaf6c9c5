/** What lies over one phone's screen: toasts, alerts, questions, a photo. */
import { fill, h, iconButton } from "./dom.js";
import { t } from "./words.js";

const SHORTEST = 2500;
const A_CHARACTER = 55; // milliseconds of reading

export class Overlay {
  #toast = h("div", { class: "toast", role: "status" });
  #layer = h("div", { class: "layer", hidden: true });
  #timer = null;
  #answer = null;
  #before = null;

  /** `screen` is made inert while a dialog is open; `home()` is where the focus goes when its holder has gone. */
  constructor(screen, home) {
    this.screen = screen;
    this.home = home;
    this.element = h("div", { class: "overlay" }, this.#toast, this.#layer);
    this.#layer.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault(); // it was meant for the dialog alone
        this.close(false);
      }
      if (event.key === "Tab") this.#keepInside(event);
    });
    this.#layer.addEventListener("click", (event) => {
      if (event.target === this.#layer) this.close(false);
    });
  }

  toast(text) {
    clearTimeout(this.#timer);
    fill(this.#toast, text);
    this.#toast.classList.add("shown");
    this.#timer = setTimeout(() => {
      this.#toast.classList.remove("shown");
      fill(this.#toast);
    }, Math.max(SHORTEST, text.length * A_CHARACTER));
  }

  alert(text) {
    return this.#show("alertdialog", t("alert"),
      h("div", { class: "dialog" }, h("p", {}, text), this.#choices(this.#button(t("ok"), true, "main"))));
  }

  /** A question with Cancel; resolves to true when it is agreed to. */
  ask({ title, note, detail, yes }) {
    return this.#show("dialog", title,
      h("div", { class: "dialog" }, h("h3", {}, title), note ? h("p", {}, note) : null,
        detail ? h("p", { class: "address", tabindex: "0" }, detail) : null,
        this.#choices(this.#button(t("cancel"), false), this.#button(yes, true, "main"))));
  }

  photo(url) {
    return this.#show("dialog", t("photo"),
      h("div", { class: "big-photo" }, h("img", { src: url, alt: t("photo") }),
        iconButton("close", t("close"), () => this.close(false), { class: "icon-button on-dark" })));
  }

  close(answer) {
    if (!this.#answer) return;
    this.#layer.hidden = true;
    fill(this.#layer);
    this.screen.inert = false;
    const resolve = this.#answer;
    this.#answer = null;
    if (this.#before?.isConnected && this.#before !== document.body) this.#before.focus({ preventScroll: true });
    else this.home();
    resolve(answer);
  }

  #show(role, label, content) {
    this.close(false);
    this.#before = this.screen.contains(document.activeElement) ? document.activeElement : null;
    content.setAttribute("role", role);
    content.setAttribute("aria-modal", "true");
    content.setAttribute("aria-label", label);
    fill(this.#layer, content);
    this.#layer.hidden = false;
    this.screen.inert = true;
    (content.querySelector("button.main") ?? content.querySelector("button")).focus();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  #choices(...buttons) {
    return h("div", { class: "choices" }, buttons);
  }

  #button(text, answer, style = "") {
    return h("button", { type: "button", class: `plain-button ${style}`, onclick: () => this.close(answer) }, text);
  }

  #keepInside(event) {
    const stops = [...this.#layer.querySelectorAll("button, [tabindex='0']")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}
