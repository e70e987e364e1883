// Files: the cards under a message, and those that wait in the composer.

import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";

/** Return the cards of a message's files, or null. */
export function fileCards(files) {
  return files?.length ? h("div.files", {}, files.map(card)) : null;
}

function card(file) {
  if (file.mode === "tombstone") return h("div.file", {}, mark("binary"), h("span.file-name", {}, "This file was deleted."));
  return h("div.file", {}, mark(file.filetype),
    h("span.file-text", {}, h("span.file-name", {}, file.title), h("span.file-kind", {}, `${file.pretty_type} · ${amount(file.size)}`)));
}

/** Return a card of a file that is not sent yet; *onRemove* takes it back. */
export function waitingCard(file, onRemove) {
  return h("div.file.waiting", {}, mark(file.name.split(".").at(-1).toLowerCase()),
    h("span.file-text", {}, h("span.file-name", {}, file.name), h("span.file-kind", {}, amount(file.size))),
    h("button.file-remove", { type: "button", "aria-label": `Remove ${file.name}`, title: "Remove file", onClick: onRemove }, icon("close", 14)));
}

function mark(kind) {
  return h(`span.file-icon.kind-${/^[a-z]+$/.test(kind) ? kind : "binary"}`, { "aria-hidden": "true" }, icon("file", 20));
}

function amount(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
