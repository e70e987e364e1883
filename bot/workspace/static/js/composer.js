// Where a person writes: messages, and slash commands with their hints.

import { fill, h, freshId } from "./dom.js";
import { avatar } from "./faces.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";
import { gesture } from "./server.js";
import { nameOf, store } from "./store.js";
import { trouble } from "./surface.js";

const BUILT_IN = [{ name: "/invite", description: "Invite someone to this channel", hint: "@someone" }];
const drafts = new Map();

/** Return a composer for *channel*, or for the thread under *threadTs* there. */
export function composer(channel, { threadTs = null } = {}) {
  const key = `${store.me} ${channel.id} ${threadTs ?? ""}`;
  const where = channel.with ? nameOf(channel) : `#${channel.name}`;
  const listId = freshId("commands");
  const list = h("div.typeahead", { id: listId, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const hint = h("span.usage", { "aria-hidden": "true" });
  const area = h("textarea.compose-area", {
    rows: 1,
    placeholder: threadTs ? "Reply…" : `Message ${where}`,
    "aria-label": threadTs ? "Reply in thread" : `Message ${where}`,
    "aria-autocomplete": "list",
    "aria-controls": listId,
    value: drafts.get(key) ?? "",
    spellcheck: true,
    onInput: changed,
    onKeydown: pressed,
    onBlur: () => setTimeout(() => (list.hidden = true), 150),
  });
  const send = h("button.send", { type: "button", "aria-label": "Send now", title: "Send now", onClick: submit }, icon("send"));
  let rows = [];
  let marked = 0;

  function changed() {
    drafts.set(key, area.value);
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 240)}px`;
    send.classList.toggle("ready", area.value.trim() !== "");
    suggest();
    showUsage();
  }

  function suggest() {
    const before = area.value.slice(0, area.selectionStart);
    const command = /^\/[\w-]*$/.exec(before);
    const mention = /(?:^|\s)@([\p{L}\w.]*)$/u.exec(before);
    if (command) show(`Commands matching “${command[0]}”`, commands(command[0]));
    else if (mention) show("People", people(mention[1]));
    else list.hidden = true;
  }

  function show(title, found) {
    rows = found;
    marked = 0;
    list.hidden = !rows.length;
    fill(list, h("div.typeahead-head", {}, title, h("span.typeahead-keys", {}, "↑↓ to navigate  ↵ to select  esc to dismiss")),
      rows.map((row, index) => h("div.typeahead-row", {
        role: "option", id: `${listId}-${index}`, onMousedown: (event) => (event.preventDefault(), pick(index)),
        onMousemove: () => mark(index),
      }, row.node)));
    mark(0);
  }

  function mark(index) {
    marked = index;
    const nodes = [...list.querySelectorAll(".typeahead-row")];
    nodes.forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    nodes[index]?.scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", list.hidden ? "" : `${listId}-${index}`);
  }

  function pick(index) {
    const { insert, replaces } = rows[index];
    const at = area.selectionStart;
    const start = at - replaces;
    area.value = `${area.value.slice(0, start)}${insert} ${area.value.slice(at)}`;
    area.setSelectionRange(start + insert.length + 1, start + insert.length + 1);
    changed();
    area.focus();
  }

  function showUsage() {
    const command = [...store.app.commands, ...BUILT_IN].find(({ name }) => area.value === `${name} `);
    fill(hint, h("span.usage-typed", {}, area.value), command ? command.hint : "");
    hint.hidden = !command?.hint;
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (!list.hidden) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) return event.preventDefault(), mark((marked + step + rows.length) % rows.length);
      if (event.key === "Escape") return event.preventDefault(), (list.hidden = true);
      if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && area.value.trim() !== rows[marked].insert)) {
        return event.preventDefault(), pick(marked);
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  async function submit() {
    const text = area.value.trim();
    if (!text) return;
    area.value = "";
    changed();
    area.focus();
    const told = await gesture("send", { channel: channel.id, text, thread_ts: threadTs });
    if (!told.ok && told.error === "offline") {
      area.value = text;
      changed();
      toast(trouble(told));
    }
  }

  const box = h("div.composer", {}, list, h("div.compose-box", {}, formatBar(),
    h("div.compose-line", {}, area, hint), bottomBar(area, changed, send)));
  requestAnimationFrame(changed);
  box.focusArea = () => area.focus();
  return box;
}

function commands(typed) {
  const known = [...store.app.commands.map((command) => ({ ...command, app: true })), ...BUILT_IN];
  return known.filter(({ name }) => name.startsWith(typed)).map((command) => ({
    insert: command.name,
    replaces: typed.length,
    node: [
      command.app ? avatar(store.app.user, 36) : h("span.command-icon", {}, icon("bolt")),
      h("span.command", {}, h("span.command-line", {}, h("b", {}, command.name), " ", h("span.command-hint", {}, command.hint)),
        h("span.command-description", {}, command.description)),
      h("span.command-owner", {}, command.app ? store.app.name : "Slack"),
    ],
  }));
}

function people(typed) {
  const wanted = typed.toLowerCase();
  return Object.values(store.people).filter((person) => person.look !== "slackbot"
    && (person.handle.startsWith(wanted) || person.name.toLowerCase().split(" ").some((part) => part.startsWith(wanted)))).map((person) => ({
    insert: `@${person.name}`,
    replaces: typed.length + 1,
    node: [avatar(person.id, 24), h("b", {}, person.name), person.bot ? h("span.app-badge", {}, "APP") : null,
      h("span.command-hint", {}, person.bot ? "" : person.handle)],
  }));
}

const FORMATS = ["bold", "italic", "strike", "|", "link", "|", "ordered", "bullets", "|", "quote", "|", "code", "block"];

function formatBar() {
  return h("div.format-bar", { "aria-hidden": "true" },
    FORMATS.map((name) => (name === "|" ? h("span.bar-line") : h("span.bar-icon", {}, icon(name, 18)))));
}

function bottomBar(area, changed, send) {
  const insert = (text) => () => {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    changed();
  };
  const mute = (name) => h("span.bar-icon", { "aria-hidden": "true" }, icon(name, 18));
  return h("div.bottom-bar", {},
    h("span.bar-icon.round", { "aria-hidden": "true" }, icon("plus", 18)), mute("format"), mute("smile"),
    h("button.bar-icon", { type: "button", "aria-label": "Mention someone", title: "Mention someone", onClick: insert("@") }, icon("at", 18)),
    h("span.bar-line"), mute("video"), mute("mic"), h("span.bar-line"),
    h("button.bar-icon", { type: "button", "aria-label": "Run shortcut", title: "Slash commands", onClick: insert("/") }, icon("slash", 18)),
    h("span.send-wrap", {}, send, h("span.send-more", { "aria-hidden": "true" }, icon("chevron", 14))));
}
