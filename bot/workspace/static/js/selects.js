// Menus to choose from: static, from the app as one types, of people and of channels; one or many.

import { fill, h, freshId } from "./dom.js";
import { drawText } from "./blocks.js";
import { icon } from "./icons.js";
import { raise } from "./layers.js";
import { nameOf, store } from "./store.js";

const PEOPLE = ["users_select"];
const CHANNELS = ["channels_select", "conversations_select"];

/** Return the node of a select element. */
export function select(part, handle, labelledBy) {
  const many = part.type.startsWith("multi_");
  let chosen = initial(part, handle.state, many);
  const label = h("span.select-label");
  const node = h("button.select", {
    type: "button",
    role: "combobox",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-labelledby": labelledBy,
    "aria-label": labelledBy ? undefined : part.placeholder?.text ?? "Select an item",
    data: { action: part.action_id },
    onClick: () => openList(),
    onKeydown: (event) => ["ArrowDown", "ArrowUp"].includes(event.key) && (event.preventDefault(), openList()),
  }, label, icon("chevron", 16));
  redraw();

  function redraw() {
    const names = chosen.map((option) => h(many ? "span.token" : "span", {}, drawText(option.text)));
    fill(label, names.length ? names : h("span.placeholder", {}, part.placeholder?.text ?? "Select an item"));
  }

  function openList() {
    listOf(node, {
      many,
      chosen,
      placeholder: part.placeholder?.text ?? "Search",
      groups: (typed) => groupsFor(part, handle, typed),
      least: part.min_query_length ?? (part.type.includes("external") ? 3 : 0),
      slow: part.type.includes("external"),
      onPick: pick,
    });
  }

  async function pick(option) {
    const before = chosen;
    const had = chosen.some((one) => one.value === option.value);
    if (many) chosen = had ? chosen.filter((one) => one.value !== option.value) : [...chosen, option];
    else chosen = [option];
    redraw();
    if (!(await handle.change(stateOf(part, chosen, many), node))) {
      chosen = before;
      redraw();
    }
    return chosen;
  }
  return node;
}

function initial(part, state, many) {
  if (PEOPLE.includes(part.type)) return named(state?.selected_user ?? part.initial_user);
  if (CHANNELS.includes(part.type)) {
    const here = part.default_to_current_conversation ? store.channel : null;
    const key = part.type === "channels_select" ? "channel" : "conversation";
    return named(state?.[`selected_${key}`] ?? part[`initial_${key}`] ?? here);
  }
  if (many) return state?.selected_options ?? part.initial_options ?? [];
  const one = state?.selected_option ?? part.initial_option;
  return one ? [one] : [];
}

function named(id) {
  if (!id) return [];
  const channel = store.channels[id];
  const name = store.people[id]?.name ?? (channel ? `${channel.with ? "" : "#"}${nameOf(channel)}` : id);
  return [{ text: { type: "plain_text", text: name }, value: id }];
}

function stateOf(part, chosen, many) {
  const value = chosen[0]?.value ?? null;
  if (part.type === "users_select") return { selected_user: value };
  if (part.type === "channels_select") return { selected_channel: value };
  if (part.type === "conversations_select") return { selected_conversation: value };
  return many ? { selected_options: chosen } : { selected_option: chosen[0] ?? null };
}

async function groupsFor(part, handle, typed) {
  if (part.type.includes("external")) {
    const told = await handle.surface.suggest(handle.block, part, typed);
    return told.ok ? grouped(told.options) : null;
  }
  return grouped(localOptions(part)).map((group) => ({ ...group, options: group.options.filter((o) => fits(o, typed)) }));
}

function localOptions(part) {
  if (PEOPLE.includes(part.type)) return Object.values(store.people).flatMap((person) => (person.bot ? [] : named(person.id)));
  if (CHANNELS.includes(part.type)) {
    const all = Object.values(store.channels);
    return all.filter((channel) => part.type === "conversations_select" || !channel.with).flatMap((channel) => named(channel.id));
  }
  return part.option_groups ?? part.options;
}

function grouped(options) {
  if (options.some((option) => option.options)) return options;
  return [{ label: null, options }];
}

function fits(option, typed) {
  return option.text.text.toLowerCase().includes(typed.toLowerCase());
}

/** Open the list under *anchor*: a search field above the options. */
function listOf(anchor, { many, chosen, placeholder, groups, least, slow, onPick }) {
  const listId = freshId("list");
  const search = h("input.list-search", {
    type: "text", placeholder, role: "combobox", autocomplete: "off", "aria-label": placeholder,
    "aria-controls": listId, "aria-expanded": "true", "aria-autocomplete": "list",
  });
  const list = h("div.list-options", { id: listId, role: "listbox", "aria-multiselectable": many ? "true" : undefined });
  const box = h("div.list", {}, search, list);
  const close = raise(box, { anchor, width: "anchor", onClose: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  let picked = chosen;
  let asked = 0;
  let timer = null;

  async function load() {
    const typed = search.value;
    if (typed.length < least) return say(`Type ${least > 1 ? `at least ${least} characters` : "to search"}`);
    const turn = (asked += 1);
    if (slow) say("Loading…");
    const found = await groups(typed);
    if (turn === asked) show(found);
  }

  function say(text) {
    fill(list, h("div.list-note", {}, text));
  }

  function show(found) {
    if (found === null) return say("The app did not answer in time.");
    const drawn = found.flatMap((group) => [
      group.label && group.options.length ? h("div.list-group", {}, drawText(group.label)) : null,
      ...group.options.map((option) => row(option)),
    ]).filter(Boolean);
    fill(list, drawn.length ? drawn : h("div.list-note", {}, "No results"));
    mark(list.querySelector(".list-option"));
  }

  function row(option) {
    const on = picked.some((one) => one.value === option.value);
    return h("div.list-option", {
      id: freshId("option"), role: "option", "aria-selected": String(on),
      onMousedown: (event) => event.preventDefault(),
      onMousemove: (event) => mark(event.currentTarget),
      onClick: (event) => choose(option, event.currentTarget),
    }, h("span.list-check", {}, on ? icon("check", 16) : null),
    h("span", {}, drawText(option.text), option.description ? h("span.list-detail", {}, drawText(option.description)) : null));
  }

  async function choose(option) {
    if (!many) close();
    picked = await onPick(option);
    if (many) load();
  }

  function mark(next) {
    list.querySelector(".marked")?.classList.remove("marked");
    next?.classList.add("marked");
    next?.scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", next?.id ?? "");
  }

  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(load, slow ? 250 : 0);
  });
  search.addEventListener("keydown", (event) => {
    const rows = [...list.querySelectorAll(".list-option")];
    const at = rows.findIndex((one) => one.classList.contains("marked"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) mark(rows[(at + step + rows.length) % rows.length]);
    if (event.key === "Enter" && rows[at]) rows[at].click();
    if (event.key === "Tab") close({ refocus: false });
    if (step || event.key === "Enter") event.preventDefault();
  });
  search.focus();
  load();
}
