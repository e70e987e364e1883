// Messages: one row each, grouped by author as Slack groups them, days apart.

import { fill, h } from "../core/dom.js";
import { drawBlocks } from "../blocks/blocks.js";
import { emojiNode, mrkdwn } from "../text/mrkdwn.js";
import { avatar } from "./avatars.js";
import { fileCards } from "./files.js";
import { icon } from "../core/icons.js";
import { menu, toast } from "../core/overlays.js";
import { perform } from "../core/server.js";
import { store } from "../core/store.js";
import { Surface, trouble } from "../blocks/surface.js";
import { ago, clock, day, dayKey, full, shortClock, when } from "../text/times.js";

const GROUPED_SECONDS = 300;
const drawn = new Map();
const surfaces = new Map();

/** Fill *node* with *messages*; a row that has not changed keeps its node, and so what is filled in there. */
export function drawMessages(node, messages, { threaded = false, onThread = null, channel = store.channel } = {}) {
  const days = [];
  let before = null;
  messages.forEach((message, index) => {
    const at = when(message.ts);
    const fresh = !before || (!threaded && dayKey(at) !== dayKey(when(before.ts)));
    if (fresh) days.push(threaded ? [] : [dayLine(at)]);
    if (threaded && index === 1) days.at(-1).push(replyLine(messages.length - 1));
    const compact = !fresh && follows(before, message) && !(threaded && index === 1);
    days.at(-1).push(row(message, { follows: compact, threaded, onThread, channel }));
    before = message;
  });
  fill(node, days.map((rows) => h("section.day-group", {}, rows)));
}

/** Forget every row: another person looks, with other eyes. */
export function forgetRows() {
  drawn.clear();
  surfaces.clear();
}

function follows(before, message) {
  return before.user === message.user && !before.ephemeral && !message.ephemeral && !before.reply_count
    && when(message.ts) - when(before.ts) < GROUPED_SECONDS * 1000;
}

function dayLine(at) {
  return h("div.day", { role: "separator", "aria-label": day(at) }, h("span.day-pill", {}, day(at), icon("chevron", 14)));
}

function replyLine(count) {
  return h("div.reply-line", {}, `${count} ${count === 1 ? "reply" : "replies"}`);
}

function row(message, options) {
  const key = `${options.channel} ${message.ts} ${options.threaded}`;
  const face = JSON.stringify([message, options.follows, store.me, day(when(message.ts))]);
  const known = drawn.get(key);
  if (known?.face === face) return known.node;
  const node = draw(message, options);
  drawn.set(key, { face, node });
  return node;
}

function draw(message, { follows: compact, threaded, onThread, channel }) {
  const author = store.people[message.user];
  const at = when(message.ts);
  const content = h("div.message-content", {},
    compact ? null : headline(message, author, at),
    body(message, channel),
    fileCards(message.files),
    message.edited && !message.ephemeral ? h("span.edited", {}, "(edited)") : null,
    reactions(message),
    !threaded && message.reply_count ? replies(message, onThread) : null);
  const gutter = compact ? h("time.gutter-time", { dateTime: at.toISOString() }, shortClock(at)) : avatar(message.user, 36);
  const kind = `${compact ? ".compact" : ""}${message.ephemeral ? ".ephemeral" : ""}`;
  const node = h(`div.message${kind}`, {
    role: "article", tabIndex: -1, "aria-label": `${author?.name ?? "Someone"}, ${full(at)}`, data: { ts: message.ts },
  }, message.ephemeral ? onlyYou() : null, h("div.message-row", {}, h("div.gutter", {}, gutter), content),
  toolbar(message, channel, threaded ? null : onThread));
  return node;
}

function onlyYou() {
  return h("div.only-you", {}, h("span.only-you-icon", {}, icon("eye", 14)), "Only visible to you");
}

function headline(message, author, at) {
  const app = message.bot_id ? h("span.app-badge", {}, "APP") : null;
  return h("div.headline", {}, h("span.author", {}, message.username ?? author?.name ?? "Unknown"), app,
    h("time.time", { dateTime: at.toISOString(), title: full(at) }, clock(at)));
}

function body(message, channel) {
  if (!message.blocks?.length) return message.text ? h("div.text", {}, mrkdwn(message.text)) : null;
  const key = `${channel} ${message.ts}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface({ channel, ts: message.ts }));
  return h("div.blocks", {}, drawBlocks(message.blocks, surfaces.get(key)));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h("div.reactions", {}, message.reactions.map((reaction) => {
    const names = reaction.users.map((id) => store.people[id]?.name ?? id).join(", ");
    const mine = reaction.users.includes(store.me) ? ".mine" : "";
    return h(`span.reaction${mine}`, { title: `${names} reacted with :${reaction.name}:` }, emojiNode(reaction.name), h("span", {}, reaction.count));
  }));
}

function replies(message, onThread) {
  const faces = message.reply_users.slice(0, 4).map((user) => avatar(user, 24));
  const count = message.reply_count;
  return h("button.replies", { type: "button", onClick: () => onThread(message.ts) }, h("span.reply-faces", {}, faces),
    h("span.reply-count", {}, `${count} ${count === 1 ? "reply" : "replies"}`),
    h("span.reply-last", {}, `Last reply ${ago(when(message.latest_reply))}`), h("span.reply-view", {}, "View thread"));
}

function toolbar(message, channel, onThread) {
  const more = h("button.tool", { type: "button", "aria-label": "More actions", "aria-haspopup": "menu", title: "More actions", onClick: openMenu },
    icon("kebab"));
  function openMenu() {
    menu(more, items(message, channel, onThread, more), { label: "More actions", prefer: "left" });
  }
  return h("div.toolbar", { role: "group", "aria-label": "Message actions" },
    onThread && !message.ephemeral
      ? h("button.tool", { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", onClick: () => onThread(message.thread_ts ?? message.ts) }, icon("thread"))
      : null,
    more);
}

function items(message, channel, onThread, anchor) {
  const copy = { label: "Copy message", icon: icon("copy", 16), onPick: () => copied(anchor.closest(".message")) };
  const dismiss = { label: "Dismiss message", icon: icon("close", 16), onPick: () => perform("dismiss", { channel, ts: message.ts }) };
  if (message.ephemeral) return [copy, dismiss];
  const reply = onThread ? [{ label: "Reply in thread", icon: icon("thread", 16), onPick: () => onThread(message.thread_ts ?? message.ts) }] : [];
  const shortcuts = store.app.shortcuts.map((shortcut) => ({
    label: shortcut.name, detail: store.app.name, icon: avatar(store.app.user, 16), onPick: () => run(message, channel, shortcut),
  }));
  return [...reply, copy, ...(shortcuts.length ? ["-", ...shortcuts] : [])];
}

async function run(message, channel, shortcut) {
  const told = await perform("shortcut", { channel, ts: message.ts, callback_id: shortcut.callback_id });
  if (!told.ok) toast(`${shortcut.name}: ${trouble(told)}`);
}

async function copied(row) {
  const text = row.querySelector(".blocks, .text, .files").innerText;
  try {
    await navigator.clipboard.writeText(text);
    toast("Message copied.");
  } catch {
    toast("The browser did not let the page copy.");
  }
}
