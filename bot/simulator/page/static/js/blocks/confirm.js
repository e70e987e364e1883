// The small dialog that asks "are you sure".

import { h, freshId } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { raise, trapFocus } from "../core/overlays.js";
import { drawText } from "../text/text.js";

/** Ask with a confirm object; resolve to whether the person meant it. */
export function confirmed(confirm) {
  return new Promise((resolve) => {
    const [title, text] = [freshId("title"), freshId("text")];
    const done = (answer) => () => {
      close();
      resolve(answer);
    };
    const yes = h(`button.button.large.${confirm.style === "danger" ? "danger" : "primary"}`, { type: "button", onClick: done(true) }, drawText(confirm.confirm));
    const box = h("div.modal.confirm", { role: "alertdialog", "aria-modal": "true", "aria-labelledby": title, "aria-describedby": text },
      h("header.modal-head", {}, h("h2", { id: title }, drawText(confirm.title)),
        h("button.icon-button", { type: "button", "aria-label": "Close", onClick: done(false) }, icon("close"))),
      h("div.modal-body", { id: text }, drawText(confirm.text)),
      h("footer.modal-foot", {}, h("button.button.large", { type: "button", onClick: done(false) }, drawText(confirm.deny)), yes));
    trapFocus(box);
    const backdrop = h("div.backdrop", {}, box);
    backdrop.addEventListener("escape", done(false));
    const close = raise(backdrop, { modal: true });
    yes.focus();
  });
}
