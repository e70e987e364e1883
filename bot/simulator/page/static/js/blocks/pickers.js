// Date and time pickers: the browser's own, behind a face like Slack's.

import { fill, h } from "../core/dom.js";
import { icon } from "../core/icons.js";

const KINDS = {
  date: { name: "date", symbol: "calendar", otherwise: "Select a date", face: (value) => face(`${value}T00:00`, { dateStyle: "medium" }) },
  time: { name: "time", symbol: "clock", otherwise: "Select a time", face: (value) => face(`2000-01-01T${value}`, { timeStyle: "short" }) },
  "datetime-local": {
    name: "date_time", symbol: "calendar", otherwise: "Select a date and time",
    face: (value) => face(value, { dateStyle: "medium", timeStyle: "short" }),
  },
};

function picker(type) {
  const { name, symbol, otherwise, face: faceOf } = KINDS[type];
  return (part, handle, labelledBy) => {
    const initial = handle.state?.[`selected_${name}`] ?? part[`initial_${name}`];
    const empty = part.placeholder?.text ?? otherwise;
    const label = h("span.picker-label", { "aria-hidden": "true" });
    const node = h("input", {
      type,
      value: type === "datetime-local" ? local(initial) : initial ?? "",
      "aria-labelledby": labelledBy,
      "aria-label": labelledBy ? undefined : empty,
      onChange: () => {
        show();
        handle.change({ [`selected_${name}`]: taken(type, node.value) }, node);
      },
    });
    const show = () => fill(label, node.value ? faceOf(node.value) : h("span.placeholder", {}, empty));
    show();
    return h("span.picker", {}, icon(symbol, 16), label, icon("chevron", 16), node);
  };
}

function face(moment, style) {
  return new Intl.DateTimeFormat("en-US", style).format(new Date(moment));
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

export const datepicker = picker("date");
export const timepicker = picker("time");
export const datetimepicker = picker("datetime-local");
