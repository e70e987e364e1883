// Slack's mrkdwn as DOM nodes: bold, italic, strike, code, quotes, lists, links, mentions, dates, emoji.

import { h, safeUrl } from "../core/dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./times.js";
import { store } from "../core/store.js";

const INLINE = [
  ["code", /`([^`\n]+)`/],
  ["token", /<([^<>\n]+)>/],
  ["bold", /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])/u],
  ["italic", /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])/u],
  ["strike", /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/u],
  ["emoji", /:([a-z0-9_+-]+):/],
];
const WRAPS = { bold: "strong", italic: "em", strike: "s" };

/** Return nodes for mrkdwn *text*; with *verbatim* false nothing more is linked, as Slack's client shows it. */
export function mrkdwn(text) {
  const nodes = [];
  const parts = text.split(/```\n?([\s\S]*?)```/);
  parts.forEach((part, index) => {
    if (index % 2) nodes.push(h("pre.code-block", {}, unescape(part.replace(/\n$/, ""))));
    else nodes.push(...lines(trimAround(part, index > 0, index < parts.length - 1)));
  });
  return nodes;
}

/** Return nodes for plain text: escapes undone, emoji drawn, line breaks kept. */
export function plain(text, { withEmoji = true } = {}) {
  return text.split("\n").flatMap((line, index) => [
    index ? h("br") : null,
    ...(withEmoji ? emojiOnly(line) : [line]),
  ]).filter((node) => node !== null);
}

function trimAround(text, before, after) {
  const start = before ? text.replace(/^\n/, "") : text;
  return after ? start.replace(/\n$/, "") : start;
}

function lines(text) {
  const nodes = [];
  let quote = null;
  const rows = text.split("\n");
  rows.forEach((row, index) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(row);
    if (quoted) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote.quote")));
      quote.append(...inline(quoted[1]));
      return;
    }
    if (index && !quote && row === "") nodes.push(h("span.gap"));
    else if (index && !quote && rows[index - 1] !== "") nodes.push(h("br"));
    quote = null;
    nodes.push(...inline(row));
  });
  return nodes;
}

function inline(text) {
  const found = INLINE.map(([kind, pattern]) => [kind, pattern.exec(text)]).filter(([, match]) => match);
  if (!found.length) return text ? [unescape(text)] : [];
  found.sort(([, one], [, other]) => one.index - other.index);
  const [kind, match] = found[0];
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [before ? unescape(before) : null, ...drawn(kind, match), ...inline(after)].filter((node) => node !== null);
}

function drawn(kind, match) {
  if (kind === "code") return [h("code.code", {}, unescape(match[1]))];
  if (kind === "token") return [token(match[1])];
  if (kind === "emoji") return [emojiNode(match[1], match[0])];
  return [h(WRAPS[kind], {}, inline(match[1]))];
}

function token(inside) {
  const [target, label] = split(inside);
  if (target.startsWith("@")) return userMention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return slackDate(target, label);
  if (target.startsWith("!subteam^")) return h("span.mention", {}, unescape(label ?? "@group"));
  if (target.startsWith("!")) return h("span.mention.mention-all", {}, `@${label ? unescape(label) : target.slice(1)}`);
  return link(unescape(target), label === null ? null : inline(label));
}

function split(inside) {
  const at = inside.indexOf("|");
  return at < 0 ? [inside, null] : [inside.slice(0, at), inside.slice(at + 1)];
}

/** Return a link, or its label alone when the address is not safe to follow. */
export function link(url, label) {
  const href = safeUrl(url);
  const shown = label && label.length ? label : [url.replace(/^mailto:/, "")];
  if (!href) return h("span", {}, shown);
  return h("a.link", { href, target: "_blank", rel: "noopener noreferrer" }, shown);
}

/** Return the mention of a person. */
export function userMention(id, label = null) {
  const person = store.people[id];
  const own = id === store.me ? ".mention-me" : "";
  return h(`span.mention${own}`, {}, `@${person ? person.name : unescape(label ?? id)}`);
}

/** Return the mention of a channel. */
export function channelMention(id, label = null) {
  const channel = store.channels[id];
  return h("a.mention", { href: `#${id}` }, `#${channel ? channel.name : unescape(label || "private-channel")}`);
}

/** Return an emoji, or its short name when we have no picture of it. */
export function emojiNode(name, otherwise = `:${name}:`) {
  const character = emoji(name);
  return character ? h("span.emoji", { role: "img", "aria-label": `${name.replaceAll("_", " ")} emoji` }, character) : otherwise;
}

function emojiOnly(text) {
  return text.split(/:([a-z0-9_+-]+):/).map((part, index) => (index % 2 ? emojiNode(part) : part)).filter(Boolean);
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
