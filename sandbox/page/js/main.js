/** The page: a bar, the people, two phones, the drawer. */
import { api } from "./api.js";
import { fill, h, icon, iconButton } from "./dom.js";
import * as format from "./format.js";
import { People } from "./people.js";
import { Phone } from "./phone.js";
import { applyTheme, isDark, recall, remember, toggleTheme } from "./preferences.js";
import { connect, hurry } from "./socket.js";
import { addCalls, hasTrouble, listen, now, unread, world } from "./store.js";
import { Tools } from "./tools.js";
import { Tour } from "./tour.js";
import { language, t, toggleLanguage } from "./words.js";

const NARROW = matchMedia("(max-width: 719.98px)");
const PEOPLE_BESIDE = matchMedia("(min-width: 1180px)");
const TOOLS_BESIDE = matchMedia("(min-width: 1500px)");

let page = null;
let active = recall("active", 0);

function setActive(side) {
  active = side;
  remember("active", side);
  document.body.dataset.active = side;
  page?.switcher();
  page?.phones[side].log.read();
}

function build() {
  page?.destroy();
  const phones = [];
  const visible = (side) => document.visibilityState === "visible" && (!NARROW.matches || active === side);
  const openPeople = (side) => {
    setActive(side);
    if (!PEOPLE_BESIDE.matches) sheet("people", true);
  };
  for (const side of [0, 1]) {
    const phone = new Phone(side, { visible: () => visible(side), choose: () => openPeople(side) });
    for (const kind of ["pointerdown", "focusin"]) {
      phone.element.addEventListener(kind, () => active !== side && setActive(side), { capture: true });
    }
    phones.push(phone);
  }

  const people = new People({
    shown: () => phones.map((phone) => phone.person),
    choose: (id, side = active) => {
      choose(id, side);
      if (!PEOPLE_BESIDE.matches) sheet("people", false);
    },
  });
  const tools = new Tools({ close: () => sheet("tools", false) });
  const lost = h("p", { class: "lost", role: "status", hidden: true });
  const clock = h("button", { type: "button", class: "clock-chip", onclick: () => { tools.open("clock"); sheet("tools", true); } });
  const toolsBadge = h("span", { class: "badge trouble", hidden: true, "aria-hidden": "true" });
  const toolsButton = h("button", { type: "button", class: "icon-button", onclick: () => sheet("tools", document.body.dataset.tools !== "open") }, icon("tools"), toolsBadge);
  const peopleButton = iconButton("people", t("show_people"), () => sheet("people", document.body.dataset.people !== "open"), { class: "icon-button only-sheet" });
  const themeButton = iconButton(isDark() ? "sun" : "moon", t("theme"), () => { toggleTheme(); fill(themeButton, icon(isDark() ? "sun" : "moon")); });
  const switchRow = h("div", { class: "switcher", role: "group", "aria-label": t("phones") });
  const shade = h("div", { class: "shade", onclick: () => { sheet("people", false); sheet("tools", false); } });

  function choose(id, side) {
    const other = phones[1 - side];
    if (other.person === id) other.show(phones[side].person);
    phones[side].show(id);
    remember("people", phones.map((phone) => phone.person));
    setActive(side);
    people.render();
  }

  function sheet(name, open) {
    document.body.dataset[name] = open ? "open" : "closed";
    if (name === "tools" && TOOLS_BESIDE.matches) remember("tools", open);
    renderTools();
    if (open) (name === "tools" ? tools : people.element.querySelector("button"))?.focus();
    else if (name === "tools" && tools.element.contains(document.activeElement)) toolsButton.focus();
    else if (name === "people" && people.element.contains(document.activeElement)) phones[active].composer.focus();
  }

  function settle() {
    const kept = recall("people", []).map((id) => (world.people.has(id) ? id : null));
    const free = [...world.people.keys()].filter((id) => !kept.includes(id));
    phones.forEach((phone, side) => {
      const id = kept[side] ?? free.shift() ?? null;
      if (phone.person !== id) phone.show(id);
    });
    people.render();
    switcher();
  }

  function switcher() {
    fill(switchRow, phones.map((phone, side) => {
      const person = world.people.get(phone.person)?.person;
      const count = phone.person && side !== active ? unread(phone.person) : 0;
      return h("button", { type: "button", "aria-pressed": String(side === active), onclick: () => setActive(side) },
        h("span", {}, person?.name ?? t("empty_phone")),
        count ? h("span", { class: "badge", role: "img", "aria-label": t("unread", { n: count }) }, String(count)) : null);
    }));
  }

  function renderTools() {
    const trouble = world.calls.filter(hasTrouble).length;
    const label = trouble ? t("tools_trouble", { n: trouble }) : t("tools");
    toolsButton.setAttribute("aria-label", label);
    toolsButton.title = label;
    toolsButton.setAttribute("aria-expanded", String(document.body.dataset.tools === "open"));
    toolsBadge.hidden = trouble === 0;
    toolsBadge.textContent = trouble > 99 ? "99+" : String(trouble);
  }

  function renderClock() {
    fill(clock, icon("clock"), h("span", {}, format.dayAndTime(now())),
      world.clock.offset ? h("span", { class: "offset" }, format.offset(world.clock.offset)) : null);
    clock.title = t("sandbox_time");
  }

  function renderConnection() {
    lost.hidden = world.connected || !world.ready;
    fill(lost, lost.hidden ? null : t("reconnecting"));
  }

  const workbench = h("main", { class: "workbench" }, people.element,
    h("div", { class: "stage" }, switchRow, h("div", { class: "phones" }, phones.map((phone) => phone.element))), tools.element, shade);
  const unlisten = listen((kind) => {
    if (kind === "world") settle();
    if (kind === "people" && phones.some((phone) => phone.person === null)) settle();
    if (["message", "read", "people"].includes(kind)) switcher();
    if (kind === "call" || kind === "world") renderTools();
    if (kind === "clock" || kind === "world") renderClock();
    if (kind === "connection") renderConnection();
  });
  // After the listener above: the tour looks at phones that have settled.
  const tour = new Tour({
    phones, choose, workbench, look: setActive, closeTools: () => TOOLS_BESIDE.matches || sheet("tools", false),
  });
  const ticking = setInterval(renderClock, 5000);

  fill(document.body,
    h("header", { class: "topbar" }, peopleButton,
      h("img", { class: "mark-image", src: "/page/art/mark.svg", alt: "", width: "32", height: "32" }),
      h("h1", {}, "Pobratym"), h("p", { class: "banner" }, t("banner")), h("span", { class: "grow" }), tour.button, clock,
      h("button", { type: "button", class: "words-button", lang: language() === "en" ? "uk" : "en", "aria-label": t("page_language"), title: t("page_language"),
        onclick: () => { toggleLanguage(); build(); document.querySelector(".words-button").focus(); } }, language() === "en" ? "УКР" : "ENG"),
      themeButton, toolsButton),
    lost, tour.element, workbench);
  page = {
    phones, switcher, sheet, tour,
    destroy() {
      unlisten();
      clearInterval(ticking);
      for (const part of [...phones, people, tools, tour]) part.destroy();
    },
  };
  setActive(active);
  if (world.ready) settle();
  else people.render();
  renderTools();
  renderClock();
  renderConnection();
  tour.follow();
}

/** The newest calls; they share their numbers with the events. */
async function loadCalls(seq) {
  const { calls } = await api.calls(Math.max(0, seq - 2000)).catch(() => ({ calls: [] }));
  addCalls(calls);
}

document.documentElement.lang = language();
document.body.dataset.tools = recall("tools", false) && TOOLS_BESIDE.matches ? "open" : "closed";
document.body.dataset.people = "closed";
applyTheme();
build();
listen((kind, detail) => kind === "fresh" && loadCalls(detail.seq));
connect();
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (document.body.dataset.people === "open") page.sheet("people", false);
  else if (document.body.dataset.tools === "open" && !TOOLS_BESIDE.matches) page.sheet("tools", false);
  else if (page.tour.running && !event.target.closest?.("dialog")) page.tour.leave();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  hurry();
  for (const phone of page.phones) phone.log.read();
});
