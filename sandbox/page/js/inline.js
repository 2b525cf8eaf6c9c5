/** Inline mode: "@bot words" in the composer asks the bot, its results are offered above it. */
import { api } from "./api.js";
import { h } from "./dom.js";
import { world } from "./store.js";
import { t } from "./words.js";

const PAUSE = 350;

export class InlineMode {
  #timer = null;
  #asked = 0;

  constructor(field, suggestions, acts) {
    this.field = field;
    this.suggestions = suggestions;
    this.acts = acts;
  }

  /** Whether the text is an inline query. */
  typed(person, text) {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const prefix = `@${world.bot.username} `;
    if (!world.bot.username || !text.toLowerCase().startsWith(prefix.toLowerCase())) return false;
    this.#timer = setTimeout(() => this.#ask(person, text.slice(prefix.length), this.#asked), PAUSE);
    return true;
  }

  async #ask(person, query, number) {
    let answer;
    try {
      answer = await api.inline(person, query);
    } catch {
      answer = { results: [] };
    }
    if (number !== this.#asked || document.activeElement !== this.field) return;
    this.suggestions.show(t("inline_results"), (answer.results ?? []).map((result) => ({
      nodes: [h("b", {}, result.title ?? result.id), h("span", {}, result.description ?? "")],
      choose: () => {
        this.suggestions.close();
        this.acts.choose(result.id);
        this.field.value = "";
        this.field.dispatchEvent(new Event("input"));
      },
    })), t("inline_none"));
  }
}
