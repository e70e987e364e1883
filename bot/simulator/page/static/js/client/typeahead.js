// What a composer offers while one types: commands behind a slash, people behind an at sign.

import { fill, h, freshId } from "../core/dom.js";
import { avatar } from "./avatars.js";
import { icon } from "../core/icons.js";
import { store } from "../core/store.js";

const BUILT_IN = [{ name: "/invite", description: "Invite someone to this channel", hint: "@someone" }];

/** The commands that can be typed, the app's first. */
export function commands() {
  return [...store.app.commands.map((command) => ({ ...command, app: true })), ...BUILT_IN];
}

/** A list of offers above the composer. *onPick* gets what to insert and how many typed characters it replaces. */
export class Typeahead {
  constructor(area, onPick) {
    Object.assign(this, { area, onPick, offers: [], marked: 0, id: freshId("offers") });
    this.node = h("div.typeahead", { id: this.id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  }

  get open() {
    return !this.node.hidden;
  }

  close() {
    this.node.hidden = true;
    this.area.setAttribute("aria-activedescendant", "");
  }

  /** Offer what fits the text before the cursor, or nothing. */
  offer(before) {
    const command = /^\/[\w-]*$/.exec(before);
    const mention = /(?:^|\s)@([\p{L}\w.]*)$/u.exec(before);
    if (command) this.#show(`Commands matching “${command[0]}”`, commandOffers(command[0]));
    else if (mention) this.#show("People", peopleOffers(mention[1]));
    else this.close();
  }

  /** Take a key that is meant for the list; return whether it was. */
  press(key, typed) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const complete = key === "Enter" && typed.trim() === this.offers[this.marked].insert;
    if (step) this.#mark((this.marked + step + this.offers.length) % this.offers.length);
    else if (key === "Escape") this.close();
    else if (key === "Tab" || (key === "Enter" && !complete)) this.onPick(this.offers[this.marked]);
    else return false;
    return true;
  }

  #show(title, offers) {
    if (!offers.length) return this.close();
    Object.assign(this, { offers });
    const keys = h("span.typeahead-keys", {}, "↑↓ to navigate  ↵ to select  esc to dismiss");
    fill(this.node, h("div.typeahead-head", {}, title, keys), offers.map((offer, index) => this.#row(offer, index)));
    this.node.hidden = false;
    this.#mark(0);
  }

  #row(offer, index) {
    const pick = (event) => {
      event.preventDefault(); // the composer keeps the focus
      this.onPick(offer);
    };
    const props = { role: "option", id: `${this.id}-${index}`, onMousedown: pick, onMousemove: () => this.#mark(index) };
    return h("div.typeahead-row", props, offer.node);
  }

  #mark(index) {
    this.marked = index;
    const rows = [...this.node.querySelectorAll(".typeahead-row")];
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    rows[index].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", rows[index].id);
  }
}

function commandOffers(typed) {
  const fitting = commands().filter(({ name }) => name.startsWith(typed));
  return fitting.map((command) => ({ insert: command.name, replaces: typed.length, node: commandRow(command) }));
}

function commandRow({ name, hint, description, app }) {
  const line = h("span.command-line", {}, h("b", {}, name), " ", h("span.command-hint", {}, hint));
  return [
    app ? avatar(store.app.user, 36) : h("span.command-icon", {}, icon("bolt")),
    h("span.command", {}, line, h("span.command-description", {}, description)),
    h("span.command-owner", {}, app ? store.app.name : "Slack"),
  ];
}

function peopleOffers(typed) {
  const wanted = typed.toLowerCase();
  const fits = (person) => [person.handle, ...person.name.toLowerCase().split(" ")].some((part) => part.startsWith(wanted));
  const fitting = Object.values(store.people).filter((person) => person.look !== "slackbot" && fits(person));
  return fitting.map((person) => ({ insert: `@${person.name}`, replaces: typed.length + 1, node: personRow(person) }));
}

function personRow(person) {
  const badge = person.bot ? h("span.app-badge", {}, "APP") : h("span.command-hint", {}, person.handle);
  return [avatar(person.id, 24), h("b", {}, person.name), badge];
}
