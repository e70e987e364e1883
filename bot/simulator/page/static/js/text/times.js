// Times as Slack's client writes them, in the zone of the person who looks.

import { h } from "../core/dom.js";
import { store } from "../core/store.js";

const LOCALE = "en-US";

function formatted(at, options) {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: store.people[store.me]?.zone, ...options }).format(at);
}

/** The moment of a message's ts. */
export function when(ts) {
  return new Date(Number(ts.split(".")[0]) * 1000);
}

/** `9:41 AM`. */
export function clock(at) {
  return formatted(at, { hour: "numeric", minute: "2-digit" });
}

/** `Thu, Nov 19, 9:41 AM`. */
export function date(at) {
  return formatted(at, { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
}

/** `9:41`, for the gutter of a message that follows its author's last. */
export function shortClock(at) {
  return clock(at).replace(/\s?[AP]M$/, "");
}

/** A key that differs from day to day. */
export function dayKey(at) {
  return formatted(at, { year: "numeric", month: "2-digit", day: "2-digit" });
}

/** `Today`, `Yesterday` or `Thursday, November 19th`. */
export function day(at) {
  const now = store.now();
  if (dayKey(at) === dayKey(now)) return "Today";
  if (dayKey(at) === dayKey(new Date(now.getTime() - 86_400_000))) return "Yesterday";
  const number = Number(formatted(at, { day: "numeric" }));
  const date = `${formatted(at, { weekday: "long" })}, ${formatted(at, { month: "long" })} ${number}${ordinal(number)}`;
  const year = formatted(at, { year: "numeric" });
  return year === formatted(now, { year: "numeric" }) ? date : `${date}, ${year}`;
}

/** `Today at 9:41 AM`. */
export function full(at) {
  return `${day(at)} at ${formatted(at, { hour: "numeric", minute: "2-digit", second: "2-digit" })}`;
}

/** `2 minutes ago`, `3 hours ago`. */
export function ago(at) {
  const minutes = Math.max(0, Math.round((store.now() - at) / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} minute${minutes === 1 ? "" : "s"} ago`;
  const hours = Math.round(minutes / 60);
  if (hours < 24) return `${hours} hour${hours === 1 ? "" : "s"} ago`;
  const days = Math.round(hours / 24);
  return `${days} day${days === 1 ? "" : "s"} ago`;
}

function ordinal(number) {
  if (number % 100 >= 11 && number % 100 <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th";
}

const DATE_TOKENS = {
  date_num: (at) => formatted(at, { year: "numeric", month: "2-digit", day: "2-digit" }).replace(/(\d+)\/(\d+)\/(\d+)/, "$3-$1-$2"),
  date: (at) => `${formatted(at, { month: "long" })} ${ordinalDay(at)}, ${formatted(at, { year: "numeric" })}`,
  date_short: (at) => formatted(at, { month: "short", day: "numeric", year: "numeric" }),
  date_long: (at) => `${formatted(at, { weekday: "long" })}, ${DATE_TOKENS.date(at)}`,
  date_pretty: (at) => relative(at, DATE_TOKENS.date(at)),
  date_short_pretty: (at) => relative(at, DATE_TOKENS.date_short(at)),
  date_long_pretty: (at) => relative(at, DATE_TOKENS.date_long(at)),
  time: (at) => clock(at),
  time_secs: (at) => formatted(at, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (at) => ago(at),
};

function ordinalDay(at) {
  const number = Number(formatted(at, { day: "numeric" }));
  return `${number}${ordinal(number)}`;
}

function relative(at, otherwise) {
  const name = day(at);
  return name === "Today" || name === "Yesterday" ? name.toLowerCase() : otherwise;
}

/** Return `!date^unix^format^link` drawn in the reader's zone, or *fallback* when it cannot be read. */
export function slackDate(target, fallback) {
  const [, unix, format = "{date}", url] = target.split("^");
  const at = new Date(Number(unix) * 1000);
  if (Number.isNaN(at.getTime())) return h("span", {}, fallback ?? target);
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => DATE_TOKENS[name]?.(at) ?? whole);
  if (url && /^https?:/i.test(url)) return h("a.link", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
  return h("time", { dateTime: at.toISOString(), title: full(at) }, text);
}
