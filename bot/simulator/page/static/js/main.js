// The playground: puts the page together and keeps it true to what the server says.

import { fill, h } from "./core/dom.js";
import { Composer } from "./client/composer.js";
import { drawBlocks } from "./blocks/blocks.js";
import { drawModals, surfaceOf } from "./client/modals.js";
import { avatar } from "./client/avatars.js";
import { drawFrame } from "./client/frame.js";
import { icon } from "./core/icons.js";
import { toast } from "./core/overlays.js";
import { drawMessages, forgetRows } from "./client/messages.js";
import { mrkdwn } from "./text/mrkdwn.js";
import { perform, listen } from "./core/server.js";
import { appChannel, nameOf, store, takeAll, takeMessage, takeTime, thread, timeline } from "./core/store.js";
import { trouble } from "./blocks/surface.js";
import { date } from "./text/times.js";

const main = document.getElementById("main");
const side = document.getElementById("thread");
let stop = null;
let list = null;
let threadList = null;
let homeHash = null;
let stuck = true;

function play(user, fresh) {
  stop?.();
  stop = listen(user, { fresh, onNews: take, onState: showState });
}

function showState(connected) {
  document.body.classList.toggle("offline", !connected);
  if (!connected && store.me) toast("Connecting… the playground is not running.");
}

function take(news) {
  if (news.type === "everything") return takeEverything(news);
  if (news.type === "clock") {
    takeTime(news.now);
    drawFrame(frameHands);
    return drawLists();
  }
  if (news.type === "message") takeMessage(news.channel, news.message);
  if (news.type === "message_removed") store.messages[news.channel]?.delete(news.ts);
  if (news.type === "views") {
    Object.assign(store, { modals: news.modals, home: news.home });
    drawModals();
    if (store.tab === "home" && store.channel === appChannel()?.id) drawHome();
    return;
  }
  if (news.type === "message" && news.channel !== store.channel) {
    store.unread.add(news.channel);
    drawFrame(frameHands);
  }
  if (news.channel === store.channel) drawLists();
}

function takeEverything(news) {
  const before = store.me;
  takeAll(news);
  if (before !== store.me) forgetRows();
  document.getElementById("client").hidden = false;
  const wanted = store.channels[location.hash.slice(1)] ? location.hash.slice(1) : null;
  const first = Object.values(store.channels).find((channel) => channel.members.includes(store.app.user) && !channel.with);
  openChannel(store.channels[store.channel] ? store.channel : wanted ?? first.id, store.tab);
  drawModals();
}

const frameHands = {
  onOpen: (id) => (id === "app" ? openApp("home") : openChannel(id)),
  onPerson: (id) => {
    sessionStorage.setItem("person", id);
    play(id, false);
  },
  onLeap: leap,
};

async function leap(name) {
  const told = await perform("leap", { name });
  // The answer may come before the news of it does.
  if (told.ok) takeTime(told.now);
  toast(told.ok ? `It is ${date(store.now())} now.` : told.said ?? trouble(told));
}

async function openApp(tab) {
  const known = appChannel();
  if (known) openChannel(known.id, tab);
  if (tab === "home") {
    const told = await perform("home", {});
    if (!told.ok) toast(trouble(told));
  }
  if (!known && appChannel()) openChannel(appChannel().id, tab);
}

function openChannel(id, tab = "messages") {
  store.channel = id;
  store.tab = store.channels[id].with === store.app.user ? tab : "messages";
  store.unread.delete(id);
  history.replaceState(null, "", `#${id}`);
  document.getElementById("client").classList.remove("drawer-open");
  if (store.thread && store.thread.channel !== id) closeThread();
  drawFrame(frameHands);
  drawMain();
}

function drawMain() {
  const channel = store.channels[store.channel];
  const app = channel.with === store.app.user;
  document.title = `${channel.with ? nameOf(channel) : channel.name} (${channel.with ? "DM" : "Channel"}) - ${store.team.name} - Playground`;
  list = h("div.messages", { role: "log", "aria-label": `Messages in ${nameOf(channel)}`, tabIndex: 0, onScroll: () => (stuck = atEnd()) });
  stuck = true;
  homeHash = null;
  const head = h("header.channel-head", {}, title(channel), h("div.head-tools", { "aria-hidden": "true" }, tools(channel)));
  if (app && store.tab === "home") {
    fill(main, head, tabs(channel), h("div.home", { id: "home" }));
    return drawHome();
  }
  const write = new Composer(channel);
  fill(main, head, tabs(channel), list, h("div.compose-wrap", {}, write.node));
  drawLists();
  if (matchMedia("(hover: hover)").matches) write.focus();
}

function title(channel) {
  const mark = channel.with ? avatar(channel.with, 24) : icon("hash", 18);
  return h("h1.channel-title", {}, h("span.title-mark", {}, mark), nameOf(channel),
    channel.with === store.app.user ? h("span.app-badge", {}, "APP") : null,
    channel.topic ? h("span.channel-topic", {}, channel.topic) : null);
}

function tools(channel) {
  const faces = channel.members.filter((member) => !store.people[member]?.bot).slice(0, 3).map((member) => avatar(member, 20));
  return [h("span.facepile", {}, faces, h("span", {}, channel.members.length)), h("span.head-tool", {}, icon("headphones", 18)), icon("kebab", 18)];
}

function tabs(channel) {
  const app = channel.with === store.app.user;
  const tab = (name, label, mark) => h(`button.tab${store.tab === name ? ".on" : ""}`, {
    type: "button", role: "tab", "aria-selected": String(store.tab === name),
    onClick: () => (app ? openApp(name) : openChannel(channel.id)),
  }, mark ? icon(mark, 16) : null, label);
  const shown = app ? [tab("home", "Home"), tab("messages", "Messages")] : [tab("messages", "Messages", "dms")];
  const mute = app ? [h("span.tab.mute", { "aria-hidden": "true" }, "About")] : [
    h("span.tab.mute", { "aria-hidden": "true" }, icon("canvas", 16), "Add canvas"), h("span.tab.mute", { "aria-hidden": "true" }, icon("plus", 16))];
  return h("div.tabs", { role: "tablist" }, shown, mute);
}

function drawHome() {
  const node = document.getElementById("home");
  if (!node || (store.home && homeHash === store.home.hash)) return;
  homeHash = store.home?.hash ?? null;
  const empty = h("div.home-empty", {}, h("h2", {}, "This is a work in progress"), h("p", {}, `${store.app.name} has not published its Home yet.`));
  fill(node, h("div.home-body", {}, store.home ? drawBlocks(store.home.blocks, surfaceOf(store.home)) : empty));
}

function drawLists() {
  if (list?.isConnected) {
    stuck = stuck || atEnd();
    drawMessages(list, timeline(store.channel), { onThread: openThread });
    list.prepend(beginning(store.channels[store.channel]));
    if (stuck) list.scrollTop = list.scrollHeight;
  }
  if (store.thread?.channel === store.channel) drawThread();
}

function atEnd() {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 120;
}

function beginning(channel) {
  if (channel.with) {
    return h("div.beginning", {}, avatar(channel.with, 72), h("h2", {}, nameOf(channel)),
      h("p", {}, "This conversation is just between ", h("b", {}, nameOf(channel)), " and you."));
  }
  return h("div.beginning", {}, h("h2", {}, icon("hash", 24), channel.name),
    h("p", {}, mrkdwn(`You’re looking at the *#${channel.name}* channel`), channel.topic ? `. ${channel.topic}.` : "."));
}

function openThread(ts) {
  store.thread = { channel: store.channel, ts };
  const channel = store.channels[store.channel];
  threadList = h("div.messages.thread-messages", { role: "log", "aria-label": "Thread", tabIndex: 0 });
  const write = new Composer(channel, ts);
  fill(side, h("header.thread-head", {}, h("h2", {}, "Thread", h("span.thread-place", {}, channel.with ? nameOf(channel) : `# ${channel.name}`)),
    h("button.icon-button", { type: "button", "aria-label": "Close thread", onClick: closeThread }, icon("close"))),
  h("div.thread-scroll", {}, threadList, h("div.compose-wrap", {}, write.node)));
  side.hidden = false;
  document.getElementById("client").classList.add("with-thread");
  drawThread();
  write.focus();
}

function drawThread() {
  drawMessages(threadList, thread(store.thread.channel, store.thread.ts), { threaded: true });
  threadList.parentElement.scrollTop = threadList.parentElement.scrollHeight;
}

function closeThread() {
  store.thread = null;
  side.hidden = true;
  document.getElementById("client").classList.remove("with-thread");
}

// What is read stays in sight when the window, or a thread beside it, changes the room there is.
new ResizeObserver(() => list?.isConnected && stuck && (list.scrollTop = list.scrollHeight)).observe(main);

addEventListener("hashchange", () => {
  const id = location.hash.slice(1);
  if (store.channels[id] && id !== store.channel) openChannel(id);
});

play(new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem("person"), true);
