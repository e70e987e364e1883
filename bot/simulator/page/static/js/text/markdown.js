// The markdown block: a basic part of standard Markdown, as nodes.

import { h } from "../core/dom.js";
import { link } from "./mrkdwn.js";

const INLINE = [
  ["code", /`([^`]+)`/],
  ["link", /\[([^\]]+)\]\(([^)\s]+)\)/],
  ["strong", /(?:\*\*|__)(?=\S)([\s\S]*?\S)(?:\*\*|__)/],
  ["s", /~~(?=\S)([\s\S]*?\S)~~/],
  ["em", /(?:\*|(?<!\w)_)(?=\S)([\s\S]*?\S)(?:\*|_(?!\w))/],
];

/** Return the nodes of a Markdown text. */
export function markdown(text) {
  const rows = text.split("\n");
  const nodes = [];
  while (rows.length) nodes.push(piece(rows));
  return nodes.filter(Boolean);
}

function piece(rows) {
  if (!rows[0].trim()) return void rows.shift();
  if (/^```/.test(rows[0])) return fence(rows);
  const heading = /^(#{1,6})\s+(.*)$/.exec(rows[0]);
  if (heading) {
    rows.shift();
    return h("h4.md-heading", {}, inline(heading[2]));
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(rows[0])) return rows.shift(), h("hr");
  if (/^>\s?/.test(rows[0])) return h("blockquote.quote", {}, markdown(take(rows, /^>\s?/).join("\n")));
  if (/^\s*[-*+]\s+/.test(rows[0])) return h("ul.rich-list", {}, items(take(rows, /^\s*[-*+]\s+/)));
  if (/^\s*\d+[.)]\s+/.test(rows[0])) return h("ol.rich-list", {}, items(take(rows, /^\s*\d+[.)]\s+/)));
  return paragraph(rows);
}

function fence(rows) {
  rows.shift();
  const end = rows.findIndex((row) => /^```/.test(row));
  const inside = rows.splice(0, end < 0 ? rows.length : end + 1);
  return h("pre.code-block", {}, inside.filter((row) => !/^```/.test(row)).join("\n"));
}

function take(rows, pattern) {
  const taken = [];
  while (rows.length && pattern.test(rows[0])) taken.push(rows.shift().replace(pattern, ""));
  return taken;
}

function items(rows) {
  return rows.map((row) => h("li", {}, inline(row)));
}

function paragraph(rows) {
  const taken = [];
  while (rows.length && rows[0].trim() && !/^(#{1,6}\s|>|```|\s*[-*+]\s|\s*\d+[.)]\s)/.test(rows[0])) taken.push(rows.shift());
  if (!taken.length) taken.push(rows.shift());
  return h("p.md-paragraph", {}, taken.flatMap((row, index) => [index ? h("br") : null, ...inline(row)]));
}

function inline(text) {
  const found = INLINE.map(([kind, pattern]) => [kind, pattern.exec(text)]).filter(([, match]) => match);
  if (!found.length) return text ? [text] : [];
  found.sort(([, one], [, other]) => one.index - other.index);
  const [kind, match] = found[0];
  return [text.slice(0, match.index), drawn(kind, match), ...inline(text.slice(match.index + match[0].length))].filter(Boolean);
}

function drawn(kind, match) {
  if (kind === "code") return h("code.code", {}, match[1]);
  if (kind === "link") return link(match[2], inline(match[1]));
  return h(kind, {}, inline(match[1]));
}
