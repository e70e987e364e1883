// Where a person writes: messages, and slash commands with their hints.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";
import { gesture } from "./server.js";
import { nameOf, store } from "./store.js";
import { trouble } from "./surface.js";
import { commands, Typeahead } from "./typeahead.js";

const TALLEST = 240;
const FORMATS = ["bold", "italic", "strike", "|", "link", "|", "ordered", "bullets", "|", "quote", "|", "code", "block"];
const drafts = new Map();

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
    this.node = h("div.composer", {}, this.offers.node, h("div.compose-box", {}, formatBar(), line, this.#bottomBar()));
    requestAnimationFrame(() => this.#changed());
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
    this.send.classList.toggle("ready", text.trim() !== "");
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
    if (!text) return;
    this.#write("");
    const told = await gesture("send", { channel: this.channel.id, text, thread_ts: this.threadTs });
    if (told.error !== "offline") return; // whatever else went wrong is told in the channel
    this.#write(text);
    toast(trouble(told));
  }

  #write(text) {
    this.area.value = text;
    this.area.focus();
    this.#changed();
  }

  #bottomBar() {
    const start = (sign) => () => this.#put(sign, this.area.selectionStart);
    return h("div.bottom-bar", {},
      h("span.bar-icon.round", { "aria-hidden": "true" }, icon("plus", 18)), mute("format"), mute("smile"),
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
