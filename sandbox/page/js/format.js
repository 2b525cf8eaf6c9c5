/** Dates, sizes and languages in words of the page's language. */
import { locale, t } from "./words.js";

const made = new Map();
function formatter(options) {
  const key = locale() + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale(), options));
  return made.get(key);
}

export const time = (seconds) => formatter({ hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);
export const preciseTime = (date) => formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(date);
export const dayAndTime = (date) =>
  formatter({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(date);
export const dayKey = (seconds) => new Date(seconds * 1000).toDateString();

export function day(seconds, now) {
  const key = dayKey(seconds);
  if (key === now.toDateString()) return t("today");
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (key === yesterday.toDateString()) return t("yesterday");
  return formatter({ weekday: "long", day: "numeric", month: "long" }).format(seconds * 1000);
}

export function size(bytes) {
  if (bytes === null || bytes === undefined) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function offset(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.round((seconds % 3600) / 60);
  const parts = [days && t("days_short", { n: days }), hours && t("hours_short", { n: hours }), minutes && t("minutes_short", { n: minutes })];
  return `+${parts.filter(Boolean).join(" ") || t("minutes_short", { n: 0 })}`;
}

const FLAGS = { uk: "🇺🇦", en: "🇬🇧", pl: "🇵🇱", de: "🇩🇪", it: "🇮🇹", fr: "🇫🇷", es: "🇪🇸", fi: "🇫🇮", tr: "🇹🇷", zh: "🇨🇳", ja: "🇯🇵", ko: "🇰🇷", ro: "🇷🇴", cs: "🇨🇿", lt: "🇱🇹", lv: "🇱🇻", et: "🇪🇪", pt: "🇵🇹" };
export const LANGUAGES = Object.keys(FLAGS);
export const flag = (code) => FLAGS[(code ?? "").slice(0, 2)] ?? "🌐";

export function languageName(code) {
  if (!code) return t("no_language");
  try {
    return new Intl.DisplayNames([locale()], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // the code came from a person's profile and may be anything
  }
}

export function initials(name) {
  const words = name.trim().split(/\s+/u).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = words.slice(0, 2).map((word) => [...word.replace(/[^\p{L}\p{N}]/gu, "")][0]);
  return letters.join("").toUpperCase() || "?";
}

/** One of six avatar colours, the same for a person in every session. */
export const tint = (id) => `tint-${Math.abs(Number(id)) % 6}`;
