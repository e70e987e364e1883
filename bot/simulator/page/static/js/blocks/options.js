// The list that a select opens: a search field above the options.

import { fill, h, freshId } from "../core/dom.js";
import { drawText } from "../text/text.js";
import { icon } from "../core/icons.js";
import { raise } from "../core/overlays.js";

const PAUSE_MS = 250; // between two letters, before an app is asked

/** An open list under *anchor*. *find* gives groups of options, or null when the app did not answer. */
export class OptionList {
  constructor(anchor, { many, placeholder, least, slow, chosen, find, pick }) {
    Object.assign(this, { anchor, many, least, slow, chosen, find, pick, asked: 0, timer: null });
    this.list = h("div.list-options", { id: freshId("list"), role: "listbox", "aria-multiselectable": many ? "true" : undefined });
    this.search = this.#drawSearch(placeholder);
    anchor.setAttribute("aria-expanded", "true");
    const onClose = () => anchor.setAttribute("aria-expanded", "false");
    this.close = raise(h("div.list", {}, this.search, this.list), { anchor, width: "anchor", onClose });
    this.search.focus();
    this.#load();
  }

  #drawSearch(placeholder) {
    return h("input.list-search", {
      type: "text",
      placeholder,
      role: "combobox",
      autocomplete: "off",
      "aria-label": placeholder,
      "aria-controls": this.list.id,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      onInput: () => this.#typed(),
      onKeydown: (event) => this.#pressed(event),
    });
  }

  #typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#load(), this.slow ? PAUSE_MS : 0);
  }

  async #load() {
    const typed = this.search.value;
    if (typed.length < this.least) return this.#say(this.least > 1 ? `Type at least ${this.least} characters` : "Type to search");
    const turn = (this.asked += 1);
    if (this.slow) this.#say("Loading…");
    const found = await this.find(typed);
    if (turn === this.asked) this.#show(found);
  }

  #say(text) {
    fill(this.list, h("div.list-note", {}, text));
  }

  #show(groups) {
    if (groups === null) return this.#say("The app did not answer in time.");
    const rows = groups.filter((group) => group.options.length).flatMap((group) => [
      group.label ? h("div.list-group", {}, drawText(group.label)) : null,
      ...group.options.map((option) => this.#row(option)),
    ]);
    if (!rows.length) return this.#say("No results");
    fill(this.list, rows);
    this.#mark(this.list.querySelector(".list-option"));
  }

  #row(option) {
    const on = this.chosen().some((one) => one.value === option.value);
    const detail = option.description ? h("span.list-detail", {}, drawText(option.description)) : null;
    return h("div.list-option", {
      id: freshId("option"),
      role: "option",
      "aria-selected": String(on),
      onMousedown: (event) => event.preventDefault(), // the search field keeps the focus
      onMousemove: (event) => this.#mark(event.currentTarget),
      onClick: () => this.#choose(option),
    }, h("span.list-check", {}, on ? icon("check", 16) : null), h("span", {}, drawText(option.text), detail));
  }

  async #choose(option) {
    if (!this.many) this.close();
    await this.pick(option);
    if (this.many) this.#load();
  }

  #mark(row) {
    this.list.querySelector(".marked")?.classList.remove("marked");
    row.classList.add("marked");
    row.scrollIntoView({ block: "nearest" });
    this.search.setAttribute("aria-activedescendant", row.id);
  }

  #pressed(event) {
    const rows = [...this.list.querySelectorAll(".list-option")];
    const at = rows.findIndex((row) => row.classList.contains("marked"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Tab") return this.close({ refocus: false });
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    if (step && rows.length) this.#mark(rows[(at + step + rows.length) % rows.length]);
    else rows[at]?.click();
  }
}
