/** One phone: the plate with the person's name and settings, and the screen with the chat. */
import { Acts, goodStart, startOf } from "./acts.js";
import { api } from "./api.js";
import { ChatLog } from "./chatlog.js";
import { Composer } from "./composer.js";
import { fill, h, icon, iconButton } from "./dom.js";
import * as format from "./format.js";
import { Overlay } from "./overlay.js";
import { botOf, listen, world } from "./store.js";
import { t } from "./words.js";

const ACTIONS = { upload_photo: "upload_photo", upload_document: "upload_document" };

export class Phone {
  #plate = h("div", { class: "plate" });
  #deep = h("form", { class: "deep-link", hidden: true });
  #bar = h("header", { class: "chat-bar" });
  #status = h("span", { class: "status", "aria-live": "polite" });
  #empty = h("div", { class: "empty-chat" });
  #person = null;

  /** `visible()`: whether this phone is the one that is looked at; `choose()` opens the list of people. */
  constructor(side, { visible, choose }) {
    this.side = side;
    this.choose = choose;
    this.screen = h("div", { class: "screen" });
    this.overlay = new Overlay(this.screen, () => this.log.focusAgain() || this.composer.focus());
    this.acts = new Acts(() => this.#person, this.overlay);
    this.log = new ChatLog(this.#context(), visible);
    this.composer = new Composer(this.acts, () => this.log);
    fill(this.screen, this.#bar, this.#empty, this.log.element, this.composer.element);
    this.element = h("section", { class: "phone", "data-side": side },
      this.#plate, this.#deep, h("div", { class: "frame" }, this.screen, this.overlay.element));
    this.#acceptDrops();
    this.unlisten = listen((kind, detail) => this.#hear(kind, detail));
    this.show(null);
  }

  get person() {
    return this.#person;
  }

  show(person) {
    this.#person = world.people.has(person) ? person : null;
    this.#deep.hidden = true;
    this.overlay.close(false);
    this.#renderPlate();
    this.#renderBar();
    this.composer.show(this.#person);
    this.log.show(this.#person);
    this.#renderEmpty();
  }

  destroy() {
    this.unlisten();
    this.log.destroy();
  }

  #context() {
    return {
      busy: this.acts.busy,
      link: (address) => this.acts.link(address),
      command: (text) => this.acts.send(text),
      press: (message, row, column, button) => this.acts.press(message, row, column, button),
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      photo: (url) => this.overlay.photo(url),
    };
  }

  #hear(kind, detail) {
    if (kind === "connection" || kind === "world") this.#renderBar();
    if (kind === "world") this.#renderEmpty();
    if (kind === "clock") this.log.nameDays();
    if (detail.person === undefined || detail.person !== this.#person) return;
    if (kind === "message") {
      this.log.update(detail.message, detail.fresh);
      this.composer.render();
      this.#renderEmpty();
    } else if (kind === "chat") this.show(this.#person);
    else if (kind === "people") {
      this.#renderPlate();
      this.#renderBar();
      this.#renderEmpty();
      this.composer.render();
    } else if (kind === "typing") this.#renderStatus();
    else if (kind === "busy") this.log.refresh(detail.key);
    else if (kind === "toast" && detail.text) detail.alert ? this.overlay.alert(detail.text) : this.overlay.toast(detail.text);
    else if (kind === "inline") this.composer.write(`@${world.bot.username} ${detail.query}`);
  }

  #renderPlate() {
    const person = world.people.get(this.#person)?.person;
    this.element.setAttribute("aria-label", person ? t("phone_of", { name: person.name }) : t("empty_phone"));
    if (!person) {
      fill(this.#plate, h("button", { type: "button", class: "who", onclick: this.choose }, t("choose_person")));
      return;
    }
    const codes = format.LANGUAGES.includes(person.language) ? format.LANGUAGES : [person.language, ...format.LANGUAGES];
    const chosen = format.flag(person.language);
    const language = h("select", {
      class: "language", "aria-label": t("language_of_person"), title: t("language_of_person"),
      onchange: () => this.acts.inOrder(() => api.language(person.id, language.value)),
    }, codes.map((code) => h("option", { value: code ?? "" }, `${format.flag(code)} ${format.languageName(code)}`)));
    language.value = person.language ?? "";
    const held = this.#plate.contains(document.activeElement) ? document.activeElement.className : null;
    fill(this.#plate,
      h("button", { type: "button", class: "who", onclick: this.choose },
        h("span", { class: `avatar ${format.tint(person.id)}`, "aria-hidden": "true" }, format.initials(person.name)),
        h("span", { class: "who-words" }, h("b", {}, person.name), h("span", {}, person.note || (person.username ? `@${person.username}` : "")))),
      h("span", { class: "language-face" },
        h("span", { "aria-hidden": "true" }, chosen, " ", h("span", { class: "language-name" }, format.languageName(person.language)),
          h("span", { class: "language-code" }, person.language ?? "")),
        language),
      iconButton("link", t("open_link"), () => this.#toggleDeepLink(), { class: "icon-button deep", "aria-expanded": "false" }),
      this.#blockButton(person));
    if (held) this.#plate.querySelector(`.${held.split(" ").at(-1)}`)?.focus();
  }

  #blockButton(person) {
    const label = t(person.blocked ? "unblock" : "block");
    return h("button", {
      type: "button", class: "icon-button blocker", "aria-label": t("block"), "aria-pressed": String(Boolean(person.blocked)), title: label,
      onclick: () => this.acts.inOrder(() => (person.blocked ? api.unblock(person.id) : api.block(person.id))),
    }, h("span", { class: "no-entry", "aria-hidden": "true" }));
  }

  #renderBar() {
    fill(this.#bar, h("span", { class: "avatar bot-avatar", "aria-hidden": "true" }, icon("bot")),
      h("div", { class: "chat-title" }, h("h2", {}, botOf(this.#person).name), this.#status));
    this.#renderStatus();
  }

  #renderStatus() {
    const typing = world.people.get(this.#person)?.typing;
    this.#status.classList.toggle("busy", Boolean(typing) || !world.connected);
    if (!world.connected) fill(this.#status, t(world.ready ? "lost" : "connecting"));
    else if (typing) {
      const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
      fill(this.#status, t(ACTIONS[typing.action] ?? "typing"), dots);
    } else fill(this.#status, t("bot"));
  }

  #renderEmpty() {
    const chat = world.people.get(this.#person);
    const empty = !chat || (chat.loaded && chat.messages.size === 0);
    this.#empty.hidden = !empty;
    this.log.element.hidden = empty;
    if (!empty) return;
    fill(this.#empty, h("div", { class: "welcome" },
      h("span", { class: "welcome-mark", "aria-hidden": "true" }, icon("bot")),
      chat ? [h("h3", {}, t("what_can")), h("p", {}, botOf(this.#person).description || t("no_description"))] : h("p", {}, t("choose_person"))));
  }

  #toggleDeepLink() {
    this.#deep.hidden = !this.#deep.hidden;
    this.#plate.querySelector(".deep")?.setAttribute("aria-expanded", String(!this.#deep.hidden));
    if (this.#deep.hidden) return;
    const input = h("input", { type: "text", "aria-label": t("deep_link_hint"), placeholder: `t.me/${world.bot.username ?? "bot"}?start=…`, spellcheck: "false", autocomplete: "off" });
    this.#deep.onsubmit = (event) => {
      event.preventDefault();
      const text = input.value.trim();
      const address = /^(t|telegram)\.me\//.test(text) ? `https://${text}` : text;
      const start = startOf(address) ?? text;
      if (!goodStart(start)) return this.overlay.toast(t("deep_link_bad"));
      this.#toggleDeepLink();
      return this.acts.open(start);
    };
    this.#deep.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#toggleDeepLink();
      this.#plate.querySelector(".deep")?.focus();
    };
    fill(this.#deep, input, h("button", { type: "submit", class: "plain-button main" }, t("start")));
    input.focus();
  }

  #acceptDrops() {
    const mark = (on) => this.element.classList.toggle("dropping", on);
    this.screen.dataset.drop = t("drop");
    this.screen.addEventListener("dragover", (event) => {
      event.preventDefault();
      mark(true);
    });
    this.screen.addEventListener("dragleave", () => mark(false));
    this.screen.addEventListener("drop", (event) => {
      event.preventDefault();
      mark(false);
      const [file] = event.dataTransfer.files;
      if (file) this.composer.attach(file);
    });
  }
}
