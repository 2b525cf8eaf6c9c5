/** What this browser remembers: theme, language of the page, who is on which phone, what was read. */
const KEY = "pobratym-sandbox";
let kept = {};
try {
  kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
} catch {
  kept = {}; // storage may be refused; then nothing is remembered
}

export function recall(name, otherwise) {
  return kept[name] ?? otherwise;
}

export function remember(name, value) {
  kept[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // see above
  }
}

/** "auto" follows the system; css reads data-theme. */
export function applyTheme() {
  const theme = recall("theme", "auto");
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function isDark() {
  const theme = recall("theme", "auto");
  return theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
}

export function toggleTheme() {
  remember("theme", isDark() ? "light" : "dark");
  applyTheme();
}
