// Rich text: what Slack's own composer writes, and apps may.

import { h } from "../core/dom.js";
import { channelMention, emojiNode, link, userMention } from "./mrkdwn.js";
import { slackDate } from "./times.js";

const PARTS = {
  rich_text_section: (part) => h("div.rich-section", {}, inline(part.elements)),
  rich_text_quote: (part) => h("blockquote.quote", {}, inline(part.elements)),
  rich_text_preformatted: (part) => h("pre.code-block", {}, inline(part.elements)),
  rich_text_list: list,
};

/** Return the nodes of a rich text's elements. */
export function richText(elements) {
  return elements.map((part) => PARTS[part.type]?.(part) ?? null);
}

function list(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = part.elements.map((item) => h("li", {}, inline(item.elements)));
  const start = part.style === "ordered" && part.offset ? { start: part.offset + 1 } : {};
  return h(`${tag}.rich-list.indent-${part.indent ?? 0}${part.border ? ".bordered" : ""}`, start, items);
}

function inline(elements) {
  return elements.map((piece) => styled(drawn(piece), piece.style ?? {}));
}

function drawn(piece) {
  switch (piece.type) {
    case "text": return lines(piece.text);
    case "link": return link(piece.url, piece.text ? [piece.text] : null);
    case "user": return userMention(piece.user_id);
    case "channel": return channelMention(piece.channel_id);
    case "broadcast": return h("span.mention.mention-all", {}, `@${piece.range}`);
    case "emoji": return emojiNode(piece.name);
    case "date": return slackDate(`!date^${piece.timestamp}^${piece.format}${piece.url ? `^${piece.url}` : ""}`, piece.fallback);
    case "color": return h("span.code", {}, piece.value);
    default: return null;
  }
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
}

function styled(node, style) {
  let wrapped = node;
  if (style.code) wrapped = h("code.code", {}, wrapped);
  if (style.bold) wrapped = h("strong", {}, wrapped);
  if (style.italic) wrapped = h("em", {}, wrapped);
  if (style.strike) wrapped = h("s", {}, wrapped);
  if (style.underline) wrapped = h("u", {}, wrapped);
  return wrapped;
}
