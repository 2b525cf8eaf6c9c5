/**
 * The tour's story. A step says who is on which phone, what to press (`target`) and when it has come true (`done`).
 * Both look at what is on the screen, by signs and styles that are the same in every language of the bot.
 */
import { messageKey, world } from "./store.js";

const DAY = 86400;
const KYIV = "Europe/Kyiv";

/** People of sandbox/demo.py, by what does not change with the page. */
const CAST = {
  newcomer: (person) => person.name === "Наталія Мельник",
  olena: (person) => person.username === "olena_pasika",
  mark: (person) => person.username === "mark_cascade",
};

/** Ids by role, or null where the demonstration is not played. */
export function cast() {
  const people = [...world.people.values()].map((chat) => chat.person);
  const ids = {};
  for (const [role, fits] of Object.entries(CAST)) {
    ids[role] = people.find(fits)?.id;
    if (ids[role] === undefined) return null;
  }
  return ids;
}

const buttonsOf = (message) => (message.buttons ?? []).flat();
const starts = (sign) => (button) => button.text.startsWith(sign);
const inStyle = (style) => (button) => button.style === style;
const begins = (message, sign) => (message.text ?? "").startsWith(sign);

const isRegion = (button) => /Київська область|Kyiv Oblast/.test(button.text);
const isNumber = (button) => /^\d+$/.test(button.text);
const isAgree = (button) => button.style === "primary" && button.text.startsWith("✅");
const isHome = (message) => buttonsOf(message).some(starts("🔎")) && buttonsOf(message).some(starts("⚙"));
const isListing = (message) => buttonsOf(message).some(starts("📤")) || buttonsOf(message).some((button) => button.kind === "copy");
const isReminder = (message) => begins(message, "⏰") && buttonsOf(message).some(inStyle("success"));
const isPreview = (message) => buttonsOf(message).some(inStyle("success")) && !buttonsOf(message).some(inStyle("danger"));
const isExchanged = (message) => begins(message, "✅") && !buttonsOf(message).some(inStyle("success"));
const isNews = (message) => begins(message, "🤝");

/** What a step can ask about the world: `cast` ids by role, the two phones, and the clock's offset when the step began. */
export class Scene {
  constructor(ids, phones, offset) {
    this.ids = ids;
    this.phones = phones;
    this.offset = offset;
  }

  messages(role) {
    return [...(world.people.get(this.ids[role])?.messages.values() ?? [])].filter((message) => !message.deleted);
  }

  has(role, fits) {
    return this.messages(role).some((message) => !message.outgoing && fits(message));
  }

  get movedDays() {
    return (world.clock.offset - this.offset) / DAY;
  }

  inPhone(side, selector) {
    return this.phones[side].element.querySelector(selector);
  }

  #newest(role, fits) {
    return this.messages(role).findLast((message) => !message.outgoing && fits(message));
  }

  #shown(side, message) {
    return message ? this.inPhone(side, `.message[data-key="${CSS.escape(messageKey(message))}"]`) : null;
  }

  /** The newest message that fits, as it stands on the phone. */
  message(side, role, fits) {
    return this.#shown(side, this.#newest(role, fits));
  }

  /** The newest button that fits; its message must fit too. */
  button(side, role, fits, within = () => true) {
    const message = this.#newest(role, (each) => within(each) && buttonsOf(each).some(fits));
    const place = message ? buttonsOf(message).findIndex(fits) : -1;
    return this.#shown(side, message)?.querySelectorAll(".inline-keyboard button")[place] ?? null;
  }
}

const kyivHour = () => Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: KYIV })
  .format(Date.now() + world.clock.offset * 1000));
const isNight = () => kyivHour() < 8 || kyivHour() >= 20;

/** From now to some minutes after eight in the morning in Kyiv. */
export const toMorning = () => (((32 - kyivHour()) % 24) || 24) * 3600 + 300;

function clockTarget(scene) {
  if (scene.movedDays >= 2) return null;
  const leap = document.querySelector("[data-tools='open'] .leaps button:last-child");
  return leap ?? document.querySelector(".clock-chip");
}

function clockWords(scene) {
  if (scene.movedDays < 2) return "tour_clock";
  return isNight() ? "tour_clock_night" : "tour_clock_moved";
}

const before = { people: ["newcomer", "mark"], side: 0 };
const after = { people: ["olena", "mark"], side: 0 };

/** Without `done` a step waits for Next. `help`: what the card can do for the visitor now. */
export const STEPS = [
  { id: "start", ...before,
    target: (scene) => scene.inPhone(0, ".wide-button.start"),
    done: (scene) => scene.messages("newcomer").some((message) => message.outgoing) },
  { id: "region", ...before,
    target: (scene) => scene.button(0, "newcomer", isRegion),
    done: (scene) => scene.has("newcomer", (message) => buttonsOf(message).some(isAgree) || isHome(message)) },
  { id: "agree", ...before,
    target: (scene) => scene.button(0, "newcomer", isAgree),
    done: (scene) => scene.has("newcomer", isHome) },
  { id: "search", ...before,
    target: (scene) => scene.inPhone(0, ".send.ready") ?? scene.inPhone(0, ".field"),
    done: (scene) => scene.has("newcomer", (message) => buttonsOf(message).some(isNumber) || isListing(message)),
    help: () => "write" },
  { id: "open", ...before,
    target: (scene) => scene.button(0, "newcomer", isNumber),
    done: (scene) => scene.has("newcomer", isListing) },
  { id: "change", ...before, target: (scene) => scene.message(0, "newcomer", isListing) },
  { id: "clock", ...after, target: clockTarget, words: clockWords,
    done: (scene) => scene.has("olena", (message) => isReminder(message) || isExchanged(message)),
    help: (scene) => (scene.movedDays >= 2 && isNight() ? "morning" : null) },
  { id: "exchange", ...after,
    target: (scene) => scene.button(0, "olena", inStyle("success"), (message) => !isPreview(message)),
    done: (scene) => scene.has("olena", (message) => isPreview(message) || isExchanged(message)) },
  { id: "confirm", ...after,
    target: (scene) => scene.button(0, "olena", inStyle("success"), isPreview),
    done: (scene) => scene.has("olena", isExchanged) },
  { id: "olena", ...after, target: (scene) => scene.message(0, "olena", isExchanged) },
  { id: "mark", ...after, side: 1, target: (scene) => scene.message(1, "mark", isNews) },
  { id: "done", ...after, target: () => null },
];
