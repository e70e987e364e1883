// Where a person writes: messages, and slash commands with their hints.

import { fill, h } from "../core/dom.js";
import { waitingCard } from "./files.js";
import { icon } from "../core/icons.js";
import { toast } from "../core/overlays.js";
import { perform, upload } from "../core/server.js";
import { nameOf, store } from "../core/store.js";
import { trouble } from "../blocks/surface.js";
import { commands, Typeahead } from "./typeahead.js";

const TALLEST = 240;
const FORMATS = ["bold", "italic", "strike", "|", "link", "|", "ordered", "bullets", "|", "quote", "|", "code", "block"];
const drafts = new Map();
const waiting = new Map();

/** A composer for *channel*, or for the thread under *threadTs* there. Its *node* goes into the page. */
export class Composer {
  constructor(channel, threadTs = null) {
    Object.assign(this, { channel, threadTs, draft: `${store.me} ${channel.id} ${threadTs ?? ""}` });
    this.area = this.#drawArea();
    this.offers = new Typeahead(this.area, (offer) => this.#insert(offer));
    this.area.setAttribute("aria-controls", this.offers.id);
    this.usage = h("span.usage", { "aria-hidden": "true" });
    this.send = h("button.send", { type: "button", "aria-label": "Send now", title: "Send now", onClick: () => this.#submit() }, icon("send"));
    const line = h("div.compose-line", {}, this.area, this.usage);
    this.tray = h("div.files.compose-files", { hidden: true });
    this.node = h("div.composer", {}, this.offers.node, h("div.compose-box", {}, formatBar(), line, this.tray, this.#bottomBar()));
    requestAnimationFrame(() => this.#attach(this.#files));
  }

  focus() {
    this.area.focus();
  }

  #drawArea() {
    const label = this.threadTs ? "Reply in thread" : `Message ${this.channel.with ? "" : "#"}${nameOf(this.channel)}`;
    return h("textarea.compose-area", {
      rows: 1,
      value: drafts.get(this.draft) ?? "",
      placeholder: this.threadTs ? "Reply…" : label,
      "aria-label": label,
      "aria-autocomplete": "list",
      onInput: () => this.#changed(),
      onKeydown: (event) => this.#pressed(event),
      onBlur: () => this.offers.close(),
    });
  }

  #changed() {
    const text = this.area.value;
    drafts.set(this.draft, text);
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, TALLEST)}px`;
    this.send.classList.toggle("ready", text.trim() !== "" || this.#files.length > 0);
    if (document.activeElement === this.area) this.offers.offer(text.slice(0, this.area.selectionStart));
    this.#showUsage(text);
  }

  /** Show a command's hint behind it until the first word. */
  #showUsage(text) {
    const command = commands().find(({ name }) => text === `${name} `);
    fill(this.usage, h("span.usage-typed", {}, text), command?.hint);
    this.usage.hidden = !command?.hint;
  }

  #pressed(event) {
    if (event.isComposing) return; // Enter still belongs to the Korean keyboard
    if (event.shiftKey && event.key === "Enter") return;
    if (this.offers.press(event.key, this.area.value)) event.preventDefault();
    else if (event.key === "Enter") {
      event.preventDefault();
      this.#submit();
    }
  }

  #insert({ insert, replaces }) {
    this.#put(`${insert} `, this.area.selectionStart - replaces);
  }

  #put(text, from) {
    this.area.setRangeText(text, from, this.area.selectionStart, "end");
    this.area.focus();
    this.#changed();
  }

  async #submit() {
    const text = this.area.value.trim();
    const chosen = this.#files;
    if (!text && !chosen.length) return;
    this.#attach([]);
    this.#write("");
    const sent = await Promise.all(chosen.map(upload));
    const failed = sent.find((told) => !told.ok);
    const told = failed ?? await perform("send", { channel: this.channel.id, text, thread_ts: this.threadTs, files: sent.map((one) => one.file) });
    if (!failed && told.error !== "offline") return; // whatever else went wrong is told in the channel
    this.#attach(chosen);
    this.#write(text);
    toast(trouble(told));
  }

  get #files() {
    return waiting.get(this.draft) ?? [];
  }

  /** Let *files* wait to be sent with the message. */
  #attach(files) {
    waiting.set(this.draft, files);
    fill(this.tray, files.map((file) => waitingCard(file, () => this.#attach(this.#files.filter((one) => one !== file)))));
    this.tray.hidden = !files.length;
    this.#changed();
  }

  /** The way to the computer's own files. */
  #picker() {
    const input = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to upload", onChange: () => {
      this.#attach([...this.#files, ...input.files]);
      input.value = "";
      this.focus();
    } });
    const button = h("button.bar-icon", { type: "button", "aria-label": "Upload files", title: "Upload files", onClick: () => input.click() }, icon("clip", 18));
    return [button, input];
  }

  #write(text) {
    this.area.value = text;
    this.area.focus();
    this.#changed();
  }

  #bottomBar() {
    const start = (sign) => () => this.#put(sign, this.area.selectionStart);
    return h("div.bottom-bar", {},
      h("span.bar-icon.round", { "aria-hidden": "true" }, icon("plus", 18)), this.#picker(), mute("format"), mute("smile"),
      h("button.bar-icon", { type: "button", "aria-label": "Mention someone", title: "Mention someone", onClick: start("@") }, icon("at", 18)),
      h("span.bar-line"), mute("video"), mute("mic"), h("span.bar-line"),
      h("button.bar-icon", { type: "button", "aria-label": "Slash commands", title: "Slash commands", onClick: start("/") }, icon("slash", 18)),
      h("span.send-wrap", {}, this.send, h("span.send-more", { "aria-hidden": "true" }, icon("chevron", 14))));
  }
}

function mute(name) {
  return h("span.bar-icon", { "aria-hidden": "true" }, icon(name, 18));
}

function formatBar() {
  const parts = FORMATS.map((name) => (name === "|" ? h("span.bar-line") : mute(name)));
  return h("div.format-bar", { "aria-hidden": "true" }, parts);
}
