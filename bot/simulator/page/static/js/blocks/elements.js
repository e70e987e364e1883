// Block Kit's interactive elements.

import { h, freshId, safeUrl } from "../core/dom.js";
import { drawText } from "../text/text.js";
import { confirmed } from "./confirm.js";
import { icon } from "../core/icons.js";
import { menu } from "../core/overlays.js";
import { select } from "./selects.js";
import { datepicker, datetimepicker, timepicker } from "./pickers.js";

const DRAWN = {
  button, overflow, checkboxes, radio_buttons, datepicker, timepicker, datetimepicker,
  static_select: select, external_select: select, users_select: select, channels_select: select,
  conversations_select: select, multi_static_select: select, multi_external_select: select,
  plain_text_input: typing("text"), email_text_input: typing("email"), url_text_input: typing("url"), number_input: typing("text"),
};

/** Return the node of an element of *block*. */
export function element(part, block, surface, { labelledBy = null } = {}) {
  const draw = DRAWN[part.type];
  if (!draw) return h("span.unsupported", {}, part.type);
  return draw(part, new Handle(part, block, surface), labelledBy);
}

/** One element in its place: what it holds, and what happens when it changes. */
class Handle {
  constructor(part, block, surface) {
    Object.assign(this, { part, block, surface });
  }

  /** The state from before, when the person has touched it. */
  get state() {
    return this.surface.state(this.block.block_id, this.part.action_id);
  }

  /** Keep a new state, and tell the app when it listens; false when the person thought better of it. */
  async change(state, node) {
    if (this.part.confirm && !(await confirmed(this.part.confirm))) return false;
    this.surface.keep(this.block.block_id, this.part.action_id, { type: this.part.type, ...state });
    if (this.#listens) await this.surface.act(this.block, this.part, state, node);
    return true;
  }

  /** Tell the app without anything to keep. */
  async press(state, node) {
    if (this.part.confirm && !(await confirmed(this.part.confirm))) return;
    await this.surface.act(this.block, this.part, state, node);
  }

  get #listens() {
    return this.block.type !== "input" || this.block.dispatch_action;
  }
}

function button(part, handle) {
  const style = part.style ? `.${part.style}` : "";
  const props = {
    "aria-label": part.accessibility_label,
    data: { action: part.action_id },
    onClick: (event) => handle.press({}, event.currentTarget),
  };
  const href = part.url ? safeUrl(part.url) : null;
  if (href) return h(`a.button${style}`, { ...props, href, target: "_blank", rel: "noopener noreferrer" }, drawText(part.text));
  return h(`button.button${style}`, { ...props, type: "button" }, h("span.button-text", {}, drawText(part.text)));
}

function overflow(part, handle) {
  const node = h("button.button.overflow", { type: "button", "aria-label": "More options", "aria-haspopup": "menu", onClick: open },
    icon("more"));
  function open() {
    menu(node, part.options.map((option) => ({
      label: drawText(option.text),
      detail: option.description ? drawText(option.description) : null,
      onPick: () => {
        if (option.url && safeUrl(option.url)) window.open(option.url, "_blank", "noopener");
        handle.press({ selected_option: option }, node);
      },
    })), { label: "More options" });
  }
  return node;
}

function choices(kind) {
  return (part, handle, labelledBy) => {
    const many = kind === "checkbox";
    const before = handle.state;
    const chosen = many ? before?.selected_options ?? part.initial_options ?? [] : [before?.selected_option ?? part.initial_option];
    const name = freshId("choice");
    const node = h(`div.choices`, { role: many ? "group" : "radiogroup", "aria-labelledby": labelledBy },
      part.options.map((option) => row(option, chosen.some((one) => one?.value === option.value))));
    function row(option, checked) {
      const description = option.description ? h("span.choice-detail", {}, drawText(option.description)) : null;
      return h("label.choice", {}, h("input", { type: kind, name, checked, value: option.value ?? "", onChange: changed }),
        h("span.choice-text", {}, drawText(option.text), description));
    }
    function changed() {
      const picked = [...node.querySelectorAll("input")].flatMap((box, index) => (box.checked ? [part.options[index]] : []));
      handle.change(many ? { selected_options: picked } : { selected_option: picked[0] ?? null }, node);
    }
    return node;
  };
}

function checkboxes(part, handle, labelledBy) {
  return choices("checkbox")(part, handle, labelledBy);
}

function radio_buttons(part, handle, labelledBy) {
  return choices("radio")(part, handle, labelledBy);
}

function typing(kind) {
  return (part, handle, labelledBy) => {
    const node = h(part.multiline ? "textarea.field-input" : "input.field-input", {
      ...(part.multiline ? { rows: 4 } : { type: kind }),
      value: handle.state?.value ?? part.initial_value ?? "",
      placeholder: part.placeholder?.text ?? "",
      maxLength: part.max_length ?? undefined,
      autocomplete: "off",
      "aria-labelledby": labelledBy,
      onInput: () => handle.surface.keep(handle.block.block_id, part.action_id, { type: part.type, value: node.value || null }),
      onKeydown: (event) => {
        if (event.key === "Enter" && !part.multiline && handle.block.dispatch_action) handle.press({ value: node.value }, node);
      },
    });
    if (part.focus_on_load) requestAnimationFrame(() => node.focus());
    return h("div.field-wrap", {}, node);
  };
}
