// Menus to choose from: static, from the app as one types, of people and of channels; one or many.

import { fill, h } from "../core/dom.js";
import { drawText } from "../text/text.js";
import { icon } from "../core/icons.js";
import { OptionList } from "./options.js";
import { nameOf, store } from "../core/store.js";

/** Where each kind keeps what is chosen, and where its options come from. */
const KINDS = {
  static_select: { key: "selected_option", first: "initial_option", local: (part) => part.option_groups ?? part.options },
  external_select: { key: "selected_option", first: "initial_option" },
  users_select: { key: "selected_user", first: "initial_user", named: true, local: people },
  channels_select: { key: "selected_channel", first: "initial_channel", named: true, local: () => channels(false) },
  conversations_select: { key: "selected_conversation", first: "initial_conversation", named: true, local: () => channels(true) },
  multi_static_select: { key: "selected_options", first: "initial_options", many: true, local: (part) => part.option_groups ?? part.options },
  multi_external_select: { key: "selected_options", first: "initial_options", many: true },
};
const LEAST_TYPED = 3; // Slack's default before it asks an app

/** Return the node of a select element. */
export function select(part, handle, labelledBy) {
  return new Select(part, handle, labelledBy).node;
}

class Select {
  constructor(part, handle, labelledBy) {
    Object.assign(this, { part, handle, kind: KINDS[part.type] });
    this.placeholder = part.placeholder?.text ?? "Select an item";
    this.chosen = this.#initial();
    this.label = h("span.select-label");
    this.node = this.#draw(labelledBy);
    this.#show();
  }

  #draw(labelledBy) {
    const opens = (event) => {
      if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      this.#open();
    };
    return h("button.select", {
      type: "button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": labelledBy,
      "aria-label": labelledBy ? undefined : this.placeholder,
      data: { action: this.part.action_id },
      onClick: () => this.#open(),
      onKeydown: opens,
    }, this.label, icon("chevron", 16));
  }

  #initial() {
    const { key, first, named: byId, many } = this.kind;
    const here = this.part.default_to_current_conversation ? store.channel : undefined;
    const held = this.handle.state ? this.handle.state[key] : this.part[first] ?? here;
    if (!held) return [];
    return byId ? [named(held)] : many ? held : [held];
  }

  #show() {
    const names = this.chosen.map((option) => h(this.kind.many ? "span.token" : "span", {}, drawText(option.text)));
    fill(this.label, names.length ? names : h("span.placeholder", {}, this.placeholder));
  }

  #open() {
    const { local, many } = this.kind;
    new OptionList(this.node, {
      many,
      placeholder: this.placeholder,
      least: local ? 0 : this.part.min_query_length ?? LEAST_TYPED,
      slow: !local,
      chosen: () => this.chosen,
      find: (typed) => (local ? fitting(local(this.part), typed) : this.#ask(typed)),
      pick: (option) => this.#pick(option),
    });
  }

  /** Ask the app; null when it did not answer. */
  async #ask(typed) {
    const told = await this.handle.surface.suggest(this.handle.block, this.part, typed);
    return told.ok ? grouped(told.options) : null;
  }

  async #pick(option) {
    const before = this.chosen;
    this.chosen = this.kind.many ? toggled(before, option) : [option];
    this.#show();
    if (await this.handle.change(this.#state(), this.node)) return;
    this.chosen = before;
    this.#show();
  }

  #state() {
    const { key, named: byId, many } = this.kind;
    const [one = null] = this.chosen;
    return { [key]: many ? this.chosen : byId ? one?.value ?? null : one };
  }
}

function toggled(chosen, option) {
  const rest = chosen.filter((one) => one.value !== option.value);
  return rest.length < chosen.length ? rest : [...chosen, option];
}

function people() {
  return Object.values(store.people).filter((person) => !person.bot).map((person) => named(person.id));
}

function channels(withDirect) {
  return Object.values(store.channels).filter((channel) => withDirect || !channel.with).map((channel) => named(channel.id));
}

/** A person or a channel as an option. */
function named(id) {
  const channel = store.channels[id];
  const name = store.people[id]?.name ?? (channel ? `${channel.with ? "" : "#"}${nameOf(channel)}` : id);
  return { text: { type: "plain_text", text: name }, value: id };
}

function fitting(options, typed) {
  const fits = (option) => option.text.text.toLowerCase().includes(typed.toLowerCase());
  return grouped(options).map((group) => ({ ...group, options: group.options.filter(fits) }));
}

function grouped(options) {
  return options.some((option) => option.options) ? options : [{ label: null, options }];
}
