// Where blocks stand, a message or a view: what was filled in there, and what pressing something does.

import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { perform } from "../core/server.js";

const TROUBLE = {
  operation_timeout: "Operation timed out. Apps need to respond within 3 seconds.",
  dispatch_failed: "The app could not be reached.",
  offline: "The playground is not running.",
  file_too_large: "The file is too large for the playground.",
};

/** Say in a person's words what went wrong. */
export function trouble({ error, status }) {
  if (status && status !== 200) return `This app responded with Status Code ${status}.`;
  return TROUBLE[error] ?? `Something went wrong (${error}).`;
}

/** A place for blocks. *place* is `{channel, ts}` or `{view}`; what is touched there outlives a redraw. */
export class Surface {
  constructor(place) {
    this.place = place;
    this.touched = {};
  }

  /** The state of an input when it was touched, or undefined. */
  state(blockId, actionId) {
    return this.touched[blockId]?.[actionId];
  }

  /** Remember the state of an input. */
  keep(blockId, actionId, state) {
    this.touched[blockId] = { ...this.touched[blockId], [actionId]: state };
  }

  /** Tell the app of an action; a failure is shown beside *node*. */
  async act(block, element, state, node) {
    node?.setAttribute("aria-busy", "true");
    const told = await perform("act", { ...this.#address(block, element), state, values: this.touched });
    node?.removeAttribute("aria-busy");
    if (node) showTrouble(node, told.ok ? null : trouble(told));
    return told;
  }

  /** Ask the app for the options that fit what was typed. */
  suggest(block, element, typed) {
    return perform("suggest", { ...this.#address(block, element), typed });
  }

  #address(block, element) {
    return { ...this.place, block_id: block.block_id, action_id: element.action_id };
  }
}

function showTrouble(node, text) {
  const host = node.closest(".block") ?? node.parentElement;
  host?.parentElement?.querySelectorAll(":scope > .trouble").forEach((old) => old.remove());
  if (text && host) host.after(h("div.trouble", { role: "alert" }, icon("warning", 16), text));
}
