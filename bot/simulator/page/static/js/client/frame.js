// The frame around the messages: top bar, rail, sidebar, and who is playing.

import { fill, h } from "../core/dom.js";
import { avatar } from "./avatars.js";
import { icon } from "../core/icons.js";
import { menu } from "../core/overlays.js";
import { appChannel, nameOf, store } from "../core/store.js";
import { date } from "../text/times.js";

/** Draw top bar, rail and sidebar. */
export function drawFrame({ onOpen, onPerson, onLeap }) {
  drawTopbar(onLeap);
  drawRail(onPerson);
  drawSidebar(onOpen);
}

function drawTopbar(onLeap) {
  const drawerToggle = h("button.topbar-button.drawer-toggle", { type: "button", "aria-label": "Channels", onClick: toggleDrawer }, icon("menu"));
  fill(document.getElementById("topbar"), drawerToggle,
    h("div.topbar-nav", { "aria-hidden": "true" }, icon("back", 18), icon("forward", 18), icon("clock", 18)),
    h("div.topbar-search", { "aria-hidden": "true" }, icon("search", 16), h("span", {}, `Search ${store.team.name}`)),
    h("div.topbar-end", {}, store.leaps.length ? time(onLeap) : null,
      h("span.topbar-help", { "aria-hidden": "true" }, icon("help", 18))));
}

/** The playground's own time; Slack has none to move on. */
function time(onLeap) {
  const button = h("button.topbar-time", {
    type: "button", title: "Move the clock on", "aria-haspopup": "menu", onClick: () => menu(button, store.leaps.map((name) => ({
      label: name, onPick: () => onLeap(name),
    })), { label: "Move the clock on" }),
  }, icon("clock", 16), h("span.topbar-now"));
  tell(button);
  return button;
}

function tell(button) {
  const now = date(store.now());
  if (button.lastChild.textContent === now) return;
  button.lastChild.textContent = now;
  button.setAttribute("aria-label", `${now}. Move the clock on`);
}

setInterval(() => document.querySelectorAll(".topbar-time").forEach(tell), 5000);

/** On a phone the sidebar lies over the page. */
export function toggleDrawer() {
  document.getElementById("client").classList.toggle("drawer-open");
}

function drawRail(onPerson) {
  const entry = (name, label, on) => h(`div.rail-entry${on ? ".on" : ""}`, { "aria-hidden": "true" }, h("span.rail-icon", {}, icon(name)), label);
  const me = store.people[store.me];
  const person = h("button.rail-me", {
    type: "button", title: `You are ${me.name}`, "aria-label": `You are ${me.name}. Switch person`, "aria-haspopup": "menu", onClick: choose,
  }, avatar(store.me, 36), h("span.presence", { "aria-hidden": "true" }));
  function choose() {
    const people = Object.values(store.people).filter((other) => !other.bot);
    menu(person, people.map((other) => ({
      label: other.id === store.me ? `${other.name} (you)` : `Play ${other.name}`,
      detail: `${other.title}, ${other.zone.split("/")[1].replace("_", " ")}`,
      icon: avatar(other.id, 24),
      onPick: () => onPerson(other.id),
    })), { label: "Who are you?", prefer: "above" });
  }
  const initials = store.team.name.split(" ").map((word) => word[0]).join("").slice(0, 2);
  fill(document.getElementById("rail"), h("div.team-icon", { "aria-hidden": "true" }, initials),
    entry("home", "Home", true), entry("dms", "DMs"), entry("activity", "Activity"), entry("later", "Later"), entry("more", "More"),
    h("div.rail-foot", {}, h("div.rail-plus", { "aria-hidden": "true" }, icon("plus")), person));
}

function drawSidebar(onOpen) {
  const channels = Object.values(store.channels);
  const named = channels.filter((channel) => !channel.with).sort((one, other) => one.name.localeCompare(other.name));
  const direct = channels.filter((channel) => channel.with && !store.people[channel.with].bot);
  fill(document.getElementById("sidebar"),
    h("div.team", {}, h("span.team-name", {}, store.team.name, icon("chevron", 16)),
      h("span.team-tools", { "aria-hidden": "true" }, icon("filter", 18), icon("compose", 18))),
    h("div.sidebar-scroll", {},
      h("div.sidebar-plain", { "aria-hidden": "true" }, icon("thread", 18), "Threads"),
      h("div.sidebar-plain", { "aria-hidden": "true" }, icon("canvas", 18), "Drafts & sent"),
      group("Channels", [...named.map((channel) => line(channel.id, icon("hash", 16), channel.name)), add("Add channels")]),
      group("Direct messages", [
        ...direct.map((channel) => line(channel.id, [avatar(channel.with, 20), dot()], nameOf(channel))),
      ]),
      group("Apps", [line("app", avatar(store.app.user, 20), store.app.name), add("Add apps")])));

  function add(name) {
    return h("div.line.add", { "aria-hidden": "true" }, h("span.line-mark", {}, h("span.add-mark", {}, icon("plus", 14))), name);
  }

  function dot() {
    return h("span.line-presence", { "aria-hidden": "true" });
  }

  function group(title, lines) {
    return h("section.group", {}, h("h2.group-title", {}, icon("chevron", 14), title), lines);
  }

  function line(id, mark, name) {
    const target = id === "app" ? appChannel()?.id : id;
    const on = store.channel === target && target !== undefined;
    const unread = store.unread.has(target) && !on;
    return h(`button.line${on ? ".on" : ""}${unread ? ".unread" : ""}`, {
      type: "button", "aria-current": on ? "page" : undefined, onClick: () => onOpen(id),
    }, h("span.line-mark", {}, mark), h("span.line-name", {}, name));
  }
}
