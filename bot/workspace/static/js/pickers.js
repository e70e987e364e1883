// Date and time pickers: the browser's own, dressed as Slack's.

import { h } from "./dom.js";
import { icon } from "./icons.js";

function picker(type, name, symbol) {
  return (part, handle, labelledBy) => {
    const initial = handle.state?.[`selected_${name}`] ?? part[`initial_${name}`];
    const node = h("input", {
      type,
      value: type === "datetime-local" ? local(initial) : initial ?? "",
      "aria-labelledby": labelledBy,
      "aria-label": labelledBy ? undefined : part.placeholder?.text ?? `Select a ${type}`,
      onChange: () => handle.change({ [`selected_${name}`]: taken(type, node.value) }, node),
    });
    return h("span.picker", {}, icon(symbol, 16), node);
  };
}

function local(seconds) {
  if (!seconds) return "";
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function taken(type, value) {
  if (!value) return null;
  return type === "datetime-local" ? Math.floor(new Date(value).getTime() / 1000) : value;
}

export const datepicker = picker("date", "date", "calendar");
export const timepicker = picker("time", "time", "clock");
export const datetimepicker = picker("datetime-local", "date_time", "calendar");
