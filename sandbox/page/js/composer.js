/** Where a person writes: text, files, commands, replies, the bot's reply keyboard; or Start, or Unblock. */
import { api } from "./api.js";
import { fill, h, icon, iconButton } from "./dom.js";
import * as format from "./format.js";
import { InlineMode } from "./inline.js";
import { replyKeyboardView } from "./keyboard.js";
import { summary } from "./message.js";
import { messageKey, replyKeyboard, world } from "./store.js";
import { Suggestions } from "./suggestions.js";
import { t } from "./words.js";

const drafts = new Map(); // person -> what was typed and not sent

export class Composer {
  #strip = h("div", { class: "strip", hidden: true });
  #field = h("textarea", { rows: "1", class: "field", enterkeyhint: "send", autocomplete: "off" });
  #send = iconButton("send", t("send"), () => this.submit(), { class: "icon-button send" });
  #keyboardButton = iconButton("keyboard", t("hide_keyboard"), () => this.#toggleKeyboard(), { hidden: true });
  #commandsButton = iconButton("commands", t("commands"), () => this.#allCommands(), {
    onpointerdown: (event) => event.preventDefault(), // the field keeps the focus, and so the list stays open
  });
  #attachButton = iconButton("attach", t("attach"), () => this.#toggleAttach(), { "aria-expanded": "false" });
  #attachMenu = h("div", { class: "attach-menu", role: "group", "aria-label": t("attach"), hidden: true },
    this.#attachChoice("photo", t("attach_photo"), () => this.#pick("photo")),
    this.#attachChoice("file", t("attach_file"), () => this.#pick("document")),
    this.#attachChoice("contact", t("attach_contact"), () => this.acts.contact()));
  #picker = h("input", { type: "file", hidden: true, onchange: () => this.#picked() });
  #keyboard = h("div", { class: "reply-keyboard-place" });
  #suggestions = new Suggestions(this.#field);
  #row = h("div", { class: "composer-row" },
    this.#commandsButton, this.#field, this.#keyboardButton, this.#attachButton, this.#send);
  #person = null;
  #subject = null; // {kind: "reply" | "edit", message} or {kind: "photo" | "document", file}
  #folded = null; // key of the message whose reply keyboard was folded by hand
  element = h("div", { class: "composer" });

  constructor(acts, log) {
    this.acts = acts;
    this.log = log;
    this.inline = new InlineMode(this.#field, this.#suggestions, acts);
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#suggestions.close());
    this.#field.addEventListener("paste", (event) => this.#pasted(event));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#attachMenu.hidden) return;
      event.preventDefault();
      this.#toggleAttach(this.#attachButton);
    });
  }

  show(person) {
    this.#person = person;
    this.#subject = null;
    this.#field.value = drafts.get(person) ?? "";
    this.#suggestions.close();
    this.render();
  }

  render() {
    const chat = world.people.get(this.#person);
    this.element.hidden = !chat?.loaded;
    if (!chat?.loaded) return;
    const held = this.element.contains(document.activeElement) ? document.activeElement : null;
    if (chat.person.deactivated) fill(this.element, h("p", { class: "composer-note alone" }, t("is_deactivated", { name: chat.person.name })));
    else if (chat.person.blocked) {
      fill(this.element, h("p", { class: "composer-note" }, t("is_blocked", { name: chat.person.name })),
        h("button", { type: "button", class: "wide-button", onclick: () => this.acts.inOrder(() => api.unblock(chat.person.id)) }, t("unblock")));
    } else if (chat.messages.size === 0) {
      fill(this.element, h("button", { type: "button", class: "wide-button start", onclick: () => this.acts.open("") }, t("start")));
    } else this.#writing(chat);
    if (held && !held.isConnected) this.focus();
    else if (held && held !== document.activeElement) held.focus({ preventScroll: true });
  }

  focus() {
    (this.element.querySelector("textarea") ?? this.element.querySelector("button"))?.focus({ preventScroll: true });
  }

  reply(message) {
    this.#take({ kind: "reply", message });
  }

  edit(message) {
    this.#take({ kind: "edit", message });
    this.#put(message.text);
  }

  /** A file dropped on the phone or chosen. */
  attach(file, kind = file.type.startsWith("image/") ? "photo" : "document") {
    this.#take({ kind, file });
  }

  write(text) {
    this.#put(text);
    this.#typed();
    this.focus();
  }

  async submit() {
    const text = this.#field.value;
    const subject = this.#subject;
    const person = this.#person;
    if (!text.trim() && !subject?.file) return;
    this.#subject = null;
    this.#put("");
    this.#suggestions.close();
    this.render();
    this.focus();
    const done = await this.#deliver(person, text, subject);
    if (done || this.#person !== person || this.#field.value) return;
    this.#subject = subject;
    this.#put(text);
    this.render();
  }

  #deliver(person, text, subject) {
    if (subject?.file) return this.acts.inOrder(() => api.upload(person, subject.kind, subject.file, text.trim()), "not_sent");
    if (subject?.kind === "edit") return this.acts.inOrder(() => api.edit(person, subject.message.message_id, text));
    if (subject?.kind === "reply") return this.acts.send(text, subject.message.message_id);
    const forced = replyKeyboard(person);
    const replyTo = forced?.keyboard === "force_reply" && !forced.used ? forced.message.message_id : undefined;
    return this.acts.send(text, replyTo);
  }

  #writing(chat) {
    if (this.#row.parentElement !== this.element) {
      fill(this.element, this.#suggestions.element, this.#strip, this.#row, this.#attachMenu, this.#picker, this.#keyboard);
    }
    const force = replyKeyboard(this.#person);
    this.#renderKeyboard(force);
    this.#renderStrip(force);
    const placeholder = force && !force.used && typeof force.keyboard === "object" ? force.keyboard.placeholder : null;
    this.#field.placeholder = this.#subject?.file ? t("caption") : placeholder ?? t("message");
    this.#field.setAttribute("aria-label", t("message_from", { name: chat.person.name }));
    this.#grow();
  }

  #renderKeyboard(force) {
    const rows = force?.keyboard?.rows;
    const spent = rows && force.keyboard.one_time && force.used;
    const folded = spent || this.#folded === (rows ? messageKey(force.message) : null);
    this.#keyboardButton.hidden = !rows;
    const label = t(folded ? "show_keyboard" : "hide_keyboard");
    this.#keyboardButton.setAttribute("aria-label", label);
    this.#keyboardButton.title = label;
    this.#keyboardButton.setAttribute("aria-pressed", String(Boolean(rows) && !folded));
    const held = this.#keyboard.contains(document.activeElement);
    fill(this.#keyboard, rows && !folded ? replyKeyboardView(force.keyboard, (button) => this.acts.pressReply(button)) : null);
    if (held) (this.#keyboard.querySelector("button") ?? this.#field).focus({ preventScroll: true });
  }

  #renderStrip(force) {
    const subject = this.#subject ?? (force?.keyboard === "force_reply" && !force.used ? { kind: "reply", message: force.message } : null);
    this.#strip.hidden = !subject;
    if (!subject) return;
    const about = subject.file
      ? [h("b", {}, subject.file.name), h("span", {}, `${t(subject.kind === "photo" ? "photo" : "file")} · ${format.size(subject.file.size)}`)]
      : [h("b", {}, subject.kind === "edit" ? t("editing") : t("replying", { name: subject.message.outgoing ? t("you") : subject.message.sender.name })),
        h("span", {}, summary(subject.message))];
    const label = t(subject.file ? "remove_file" : subject.kind === "edit" ? "stop_edit" : "stop_reply");
    fill(this.#strip, icon(subject.file ? (subject.kind === "photo" ? "photo" : "file") : subject.kind),
      h("div", { class: "strip-words" }, about),
      this.#subject ? iconButton("close", label, () => this.#drop()) : null);
  }

  #take(subject) {
    if (this.#row.parentElement !== this.element) return;
    this.#subject = subject;
    this.render();
    this.focus();
  }

  #drop() {
    if (this.#subject?.kind === "edit") this.#put("");
    this.#subject = null;
    this.render();
    this.focus();
  }

  #put(text) {
    this.#field.value = text;
    drafts.set(this.#person, text);
    this.#grow();
  }

  #grow() {
    this.#field.style.height = "auto";
    if (this.#field.scrollHeight) this.#field.style.height = `${this.#field.scrollHeight}px`;
    this.#send.classList.toggle("ready", Boolean(this.#field.value.trim() || this.#subject?.file));
  }

  #typed() {
    drafts.set(this.#person, this.#field.value);
    this.#grow();
    const typed = /^\/(\w*)$/.exec(this.#field.value);
    if (typed) this.#commands(typed[1].toLowerCase());
    else if (!this.inline.typed(this.#person, this.#field.value)) this.#suggestions.close();
  }

  #commands(prefix, always = false) {
    const known = world.people.get(this.#person)?.commands ?? [];
    const fitting = known.filter(({ command }) => command.startsWith(prefix));
    if (fitting.length === 0 && !always) return this.#suggestions.close();
    this.#suggestions.show(t("commands"), fitting.map(({ command, description }) => ({
      nodes: [h("b", {}, `/${command}`), h("span", {}, description)],
      choose: () => {
        this.#suggestions.close();
        this.#put("");
        this.acts.send(`/${command}`);
      },
    })), t("no_commands"));
  }

  #allCommands() {
    const open = this.#suggestions.open;
    this.focus();
    if (open) this.#suggestions.close();
    else this.#commands("", true);
  }

  #key(event) {
    if (event.isComposing || this.#suggestions.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.#subject) {
      event.preventDefault();
      this.#drop();
    } else if (event.key === "ArrowUp" && !this.#field.value) {
      event.preventDefault();
      this.log().focusLast();
    }
  }

  #toggleKeyboard() {
    const force = replyKeyboard(this.#person);
    const shown = this.#keyboard.childElementCount > 0;
    if (!shown && force.keyboard.one_time) force.message.reply_keyboard = { ...force.keyboard, one_time: false };
    this.#folded = shown ? messageKey(force.message) : null;
    this.render();
  }

  #toggleAttach(focus) {
    this.#attachMenu.hidden = !this.#attachMenu.hidden;
    this.#attachButton.setAttribute("aria-expanded", String(!this.#attachMenu.hidden));
    (this.#attachMenu.hidden ? focus instanceof HTMLElement && focus : this.#attachMenu.firstElementChild)?.focus?.();
  }

  #attachChoice(mark, text, act) {
    return h("button", { type: "button", onclick: () => { this.#toggleAttach(); act(); } }, icon(mark), h("span", {}, text));
  }

  #pick(kind) {
    this.#picker.accept = kind === "photo" ? "image/*" : "";
    this.#picker.dataset.kind = kind;
    this.#picker.click();
  }

  #picked() {
    const [file] = this.#picker.files;
    if (file) this.attach(file, this.#picker.dataset.kind);
    this.#picker.value = "";
  }

  #pasted(event) {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.attach(file);
  }
}
