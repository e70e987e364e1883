// Block Kit, drawn as Slack draws it.

import { h, freshId, safeUrl } from "../core/dom.js";
import { element } from "./elements.js";
import { markdown } from "../text/markdown.js";
import { richText } from "../text/richtext.js";
import { drawText } from "../text/text.js";

const DRAWN = { header, section, context, actions, divider, image, input, rich_text, markdown: markdownBlock, table };

/** Return the nodes of *blocks*; *surface* takes what is pressed. */
export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const draw = DRAWN[block.type];
    const node = draw ? draw(block, surface) : h("div.unsupported", {}, "This content can’t be displayed.");
    node.classList.add("block", `block-${block.type}`);
    node.dataset.block = block.block_id ?? "";
    return node;
  });
}

function header(block) {
  return h("h3", {}, drawText(block.text));
}

function section(block, surface) {
  const fields = block.fields?.map((field) => h("div.field", {}, drawText(field)));
  const body = h("div.section-body", {},
    block.text ? h("div.text", {}, clamped(block)) : null,
    fields ? h("div.fields", {}, fields) : null);
  if (!block.accessory) return h("div", {}, body);
  const accessory = block.accessory.type === "image"
    ? picture(block.accessory, "accessory-image")
    : element(block.accessory, block, surface);
  return h("div.with-accessory", {}, body, h("div.accessory", {}, accessory));
}

/** Slack folds a long section away behind "See more". */
function clamped(block) {
  const text = drawText(block.text);
  if (block.expand || block.text.text.length < 700) return text;
  const folded = h("div.folded", {}, text);
  const more = h("button.see-more", { type: "button", "aria-expanded": "false", onClick: unfold }, "See more");
  function unfold() {
    const closed = folded.classList.toggle("folded");
    more.textContent = closed ? "See more" : "See less";
    more.setAttribute("aria-expanded", String(!closed));
  }
  return [folded, more];
}

function context(block) {
  return h("div", {}, block.elements.map((part) =>
    part.type === "image" ? picture(part, "context-image") : h("span.context-text", {}, drawText(part))));
}

function actions(block, surface) {
  return h("div", {}, block.elements.map((part) => element(part, block, surface)));
}

function divider() {
  return h("hr");
}

function image(block) {
  const title = block.title ? h("div.image-title", {}, drawText(block.title)) : null;
  return h("div", {}, title, picture(block, "block-picture"));
}

function picture(block, name) {
  const src = safeUrl(block.image_url ?? "");
  return h(`img.${name}`, { src, alt: block.alt_text, title: block.alt_text, loading: "lazy" });
}

function input(block, surface) {
  const id = freshId("input");
  const optional = block.optional ? h("span.optional", {}, " (optional)") : null;
  const control = element(block.element, block, surface, { labelledBy: id });
  return h("div", {},
    h("label.input-label", { id, onClick: () => control.querySelector?.("input,textarea,button")?.focus() },
      drawText(block.label), optional),
    control,
    h("div.input-error", { role: "alert", hidden: true }),
    block.hint ? h("div.hint", {}, drawText(block.hint)) : null);
}

function rich_text(block) {
  return h("div", {}, richText(block.elements));
}

function markdownBlock(block) {
  return h("div", {}, markdown(block.text));
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (value, column) => {
    const { align = "left", is_wrapped: wrapped = false } = settings[column] ?? {};
    return h(`${tag}.align-${align}${wrapped ? "" : ".unwrapped"}`, tag === "th" ? { scope: "col" } : {}, cellContent(value));
  };
  const [head, ...rows] = block.rows;
  return h("div.table-scroll", { tabIndex: 0, role: "group", "aria-label": "Table" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map(cell("th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map(cell("td")))))));
}

function cellContent(value) {
  if (value.type === "rich_text") return richText(value.elements);
  return value.text ?? String(value.value ?? "");
}
