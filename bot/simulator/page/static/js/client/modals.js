// Modals, stacked as the server says.

import { fill, h, freshId } from "../core/dom.js";
import { drawBlocks } from "../blocks/blocks.js";
import { drawText } from "../text/text.js";
import { avatar } from "./avatars.js";
import { icon } from "../core/icons.js";
import { raise, trapFocus } from "../core/overlays.js";
import { perform } from "../core/server.js";
import { store } from "../core/store.js";
import { Surface, trouble } from "../blocks/surface.js";

const surfaces = new Map();
let shown = null;

/** Return the surface of a view; what was filled in stays while the view is open. */
export function surfaceOf(view) {
  if (!surfaces.has(view.id)) surfaces.set(view.id, new Surface({ view: view.id }));
  return surfaces.get(view.id);
}

/** Draw the front modal, or none. */
export function drawModals() {
  const view = store.modals.at(-1);
  if (!view) {
    shown?.close();
    shown = null;
    return;
  }
  if (shown?.id === view.id && shown.hash === view.hash) return;
  const scroll = shown?.id === view.id ? shown.box.querySelector(".modal-body").scrollTop : 0;
  const box = modal(view);
  if (shown) {
    shown.backdrop.replaceChildren(box);
  } else {
    const backdrop = h("div.backdrop", {}, box);
    shown = { backdrop, close: raise(backdrop, { modal: true, onClose: () => surfaces.clear() }) };
    backdrop.addEventListener("escape", () => dismiss());
  }
  Object.assign(shown, { id: view.id, hash: view.hash, box });
  box.querySelector(".modal-body").scrollTop = scroll;
  (box.querySelector(".modal-body :is(input,textarea,.select)") ?? box).focus();
}

function dismiss(everything = true) {
  const view = store.modals.at(-1);
  if (view) perform("close", { view: view.id, everything });
}

function modal(view) {
  const title = freshId("title");
  const body = h("div.modal-body", { tabIndex: -1 }, drawBlocks(view.blocks, surfaceOf(view)));
  const back = store.modals.length > 1
    ? h("button.icon-button", { type: "button", "aria-label": "Back", onClick: () => dismiss(false) }, icon("back"))
    : avatar(store.app.user, 24);
  const box = h("div.modal", { role: "dialog", "aria-modal": "true", "aria-labelledby": title, tabIndex: -1 },
    h("header.modal-head", {}, back, h("h2", { id: title }, drawText(view.title)),
      h("button.icon-button", { type: "button", "aria-label": "Close", onClick: () => dismiss() }, icon("close"))),
    body, foot(view, body));
  trapFocus(box);
  return box;
}

function foot(view, body) {
  const note = h("div.modal-note", { role: "alert" });
  const close = h("button.button.large", { type: "button", onClick: () => dismiss(false) }, view.close ? drawText(view.close) : view.submit ? "Cancel" : "Close");
  const submit = view.submit
    ? h("button.button.large.primary", { type: "button", onClick: () => send() }, drawText(view.submit))
    : null;
  async function send() {
    if (!complete(view, body)) return;
    submit.disabled = true;
    const told = await perform("submit", { view: view.id, values: surfaceOf(view).touched });
    submit.disabled = false;
    fill(note, told.ok ? "" : `We had some trouble connecting. ${trouble(told)}`);
    Object.entries(told.errors ?? {}).forEach(([block, text]) => showError(body, block, text));
  }
  return h("footer.modal-foot", {}, note, close, submit);
}

function complete(view, body) {
  body.querySelectorAll(".input-error").forEach((node) => (node.hidden = true));
  const empty = view.blocks.filter((block) => block.type === "input" && !block.optional && !holds(view, block));
  empty.forEach((block) => showError(body, block.block_id, "Please complete this required field."));
  return !empty.length;
}

function holds(view, block) {
  const part = block.element;
  const state = surfaceOf(view).state(block.block_id, part.action_id);
  const values = state ? Object.entries(state).filter(([key]) => key !== "type").map(([, value]) => value)
    : Object.entries(part).filter(([key]) => key.startsWith("initial_")).map(([, value]) => value);
  return part.type === "checkboxes" && !state ? true : values.some((value) => value && (!Array.isArray(value) || value.length));
}

function showError(body, block, text) {
  const node = body.querySelector(`[data-block="${CSS.escape(block)}"] .input-error`);
  if (!node) return;
  fill(node, icon("warning", 16), text);
  node.hidden = false;
  node.scrollIntoView({ block: "nearest" });
}
