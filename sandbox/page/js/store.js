/** What the world looks like to the page. Events of the socket come in, listeners hear what changed. */
import { recall, remember } from "./preferences.js";

const CALLS_KEPT = 400;
const listeners = new Set();

export const world = {
  bot: { first_name: "Bot", username: "" },
  people: new Map(), // id -> {person, messages: Map, commands, typing, loaded}
  calls: [],
  faults: [],
  clock: { offset: 0 },
  connected: false,
  ready: false,
  epoch: null, // names this world; another one starts anew
};

/** `listener(kind, detail)`; kinds: world, fresh, chat, read, busy, inline, people, message, commands, typing, toast, call, clock, faults, connection. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tell(kind, detail = {}) {
  for (const listener of [...listeners]) listener(kind, detail);
}

export const now = () => new Date(Date.now() + world.clock.offset * 1000);
/** The bot as a person sees it, in the language of that person's Telegram: {name, description}. */
export function botOf(id) {
  const own = world.people.get(id)?.person.bot;
  return { name: own?.name ?? world.bot.first_name, description: own?.description ?? world.bot.description ?? "" };
}

export const messageKey = (message) => `${message.chat_id}:${message.message_id}`;

function place(id) {
  if (!world.people.has(id)) {
    world.people.set(id, { person: { id, name: String(id) }, messages: new Map(), commands: [], typing: null, loaded: true });
  }
  return world.people.get(id);
}

export function forget() {
  world.people.clear();
  world.calls = [];
  world.faults = [];
  world.ready = false;
}

export function setConnected(connected) {
  if (world.connected === connected) return;
  world.connected = connected;
  tell("connection");
}

const HANDLERS = {
  hello(event) {
    world.bot = event.bot ?? world.bot;
    world.clock = event.clock ?? world.clock;
    world.faults = event.faults ?? [];
    for (const person of event.people ?? []) {
      const known = world.people.has(person.id);
      Object.assign(place(person.id), { person }, known ? {} : { loaded: false }); // its chat follows
    }
    world.ready = true;
    tell("world");
  },
  chat(event) {
    const chat = place(event.person);
    chat.messages = new Map(event.messages.map((message) => [messageKey(message), message]));
    chat.commands = event.commands ?? [];
    chat.loaded = true;
    tell("chat", { person: event.person });
  },
  message(event) {
    const chat = place(event.person);
    const message = event.message;
    chat.messages.set(messageKey(message), message);
    if (!message.outgoing) stopTyping(chat);
    tell("message", { person: event.person, message, fresh: true });
  },
  edited(event) {
    const message = { ...event.message, edited: event.message.edited };
    place(event.person).messages.set(messageKey(message), message);
    tell("message", { person: event.person, message, fresh: false });
  },
  deleted(event) {
    const chat = place(event.person);
    for (const [key, message] of chat.messages) {
      const sameChat = event.chat_id === undefined || event.chat_id === message.chat_id;
      if (message.message_id !== event.message_id || !sameChat) continue;
      const marked = { ...message, deleted: true };
      chat.messages.set(key, marked);
      tell("message", { person: event.person, message: marked, fresh: false });
    }
  },
  typing(event) {
    const chat = place(event.person);
    clearTimeout(chat.typing?.timer);
    // Telegram shows an action for five seconds
    chat.typing = { action: event.action, timer: setTimeout(() => stopTyping(chat), 5000) };
    tell("typing", { person: event.person });
  },
  toast: (event) => tell("toast", event),
  person(event) {
    Object.assign(place(event.person.id), { person: event.person, loaded: true });
    tell("people", { person: event.person.id });
  },
  commands(event) {
    place(event.person).commands = event.commands;
    tell("commands", { person: event.person });
  },
  call(event) {
    addCalls([event.call]);
  },
  clock(event) {
    world.clock = { offset: event.offset, now: event.now };
    tell("clock");
  },
  faults(event) {
    world.faults = event.faults;
    tell("faults");
  },
  profile(event) {
    world.bot = event.bot;
    tell("world");
  },
};

export function apply(event) {
  HANDLERS[event.type]?.(event);
}

export function addCalls(calls) {
  const known = new Set(world.calls.map((call) => call.seq));
  world.calls = [...world.calls, ...calls.filter((call) => !known.has(call.seq))]
    .sort((a, b) => a.seq - b.seq)
    .slice(-CALLS_KEPT);
  tell("call");
}

export const hasTrouble = (call) => !call.ok || (call.violations ?? []).length > 0;

function stopTyping(chat) {
  if (!chat.typing) return;
  clearTimeout(chat.typing.timer);
  chat.typing = null;
  tell("typing", { person: chat.person.id });
}

/** The reply keyboard in force: the newest message that says anything about it. */
export function replyKeyboard(id) {
  const messages = [...(world.people.get(id)?.messages.values() ?? [])];
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const keyboard = messages[index].reply_keyboard;
    if (keyboard && !messages[index].outgoing) {
      return { keyboard, message: messages[index], used: messages.slice(index + 1).some((message) => message.outgoing) };
    }
  }
  return null;
}

// Unread counts survive a reload, and start again with another world.
let read = recall("read", {});

export function startReading(epoch) {
  if (read.epoch !== epoch) read = { epoch };
}

export function unread(id) {
  const seen = read[id] ?? 0;
  let count = 0;
  for (const message of world.people.get(id)?.messages.values() ?? []) {
    if (!message.outgoing && !message.deleted && message.message_id > seen) count += 1;
  }
  return count;
}

export function markRead(id) {
  let newest = read[id] ?? 0;
  for (const message of world.people.get(id)?.messages.values() ?? []) newest = Math.max(newest, message.message_id);
  if (newest === (read[id] ?? 0)) return;
  read = { ...read, [id]: newest };
  remember("read", read);
  tell("read", { person: id });
}
