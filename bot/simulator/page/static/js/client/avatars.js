// Avatars, drawn: no picture is fetched.

import { h, s } from "../core/dom.js";
import { store } from "../core/store.js";

const SKIN = {
  1: { back: "#e8d5c4", hair: "#2b2320", skin: "#f0c8a8", shirt: "#2f5d8a", style: "long" },
  2: { back: "#c9dfe8", hair: "#4a3426", skin: "#c98f66", shirt: "#f3f3f3", style: "short" },
  3: { back: "#dfe3f0", hair: "#1d1b20", skin: "#efc6a4", shirt: "#3c4a45", style: "glasses" },
  4: { back: "#f0dbe0", hair: "#a5522c", skin: "#f6d5c0", shirt: "#7a3b5e", style: "bun" },
};

/** Return the avatar of a person, *size* pixels wide. */
export function avatar(id, size = 36) {
  const person = store.people[id];
  const picture = draw(person?.look ?? "0");
  picture.setAttribute("aria-hidden", "true");
  const box = h("span.avatar", { data: { look: person?.look ?? "0" } }, picture);
  box.style.setProperty("--size", `${size}px`);
  return box;
}

function draw(look) {
  if (look === "bot") return shield();
  if (look === "slackbot") return slackbot();
  return SKIN[look] ? portrait(SKIN[look]) : nobody();
}

function portrait({ back, hair, skin, shirt, style }) {
  const parts = [s("rect", { width: 36, height: 36, fill: back })];
  if (style === "long") parts.push(s("path", { d: "M9 16c0-7 4-11 9-11s9 4 9 11v13H9z", fill: hair }));
  if (style === "bun") parts.push(s("circle", { cx: 18, cy: 5.5, r: 3.6, fill: hair }));
  parts.push(
    s("path", { d: "M4 36c1-8 6-11.5 14-11.5S31 28 32 36z", fill: shirt }),
    s("path", { d: "M15 21h6v5.2c0 1.6-1.3 2.8-3 2.8s-3-1.2-3-2.8z", fill: skin }),
    s("ellipse", { cx: 18, cy: 16, rx: 6.7, ry: 8, fill: skin }),
    s("path", { d: hairline(style), fill: hair }),
  );
  if (style === "glasses") {
    const rim = { fill: "none", stroke: "#222", "stroke-width": 0.9 };
    parts.push(s("circle", { cx: 15, cy: 16.4, r: 2.3, ...rim }), s("circle", { cx: 21, cy: 16.4, r: 2.3, ...rim }));
    parts.push(s("path", { d: "M17.3 16.2h1.4", ...rim }));
  }
  return s("svg", { viewBox: "0 0 36 36" }, parts);
}

function hairline(style) {
  if (style === "long") return "M11 15c0-6 3-9 7-9s7 3 7 9c-1.5-2.6-4-4.4-6-5-1.5 2.2-5 4-8 5z";
  if (style === "bun") return "M10.8 15.5C10.4 10 13 6.6 18 6.6s7.6 3.4 7.2 8.9c-1-3.4-3.2-5-7.2-5s-6.2 1.6-7.2 5z";
  return "M10.8 14.5C10.2 9 13 6 18 6s7.8 3 7.2 8.5c-.6-2.3-1.4-3.5-2.4-4.4-2.8.9-6.8.9-9.6 0-1 .9-1.8 2.1-2.4 4.4z";
}

function shield() {
  return s("svg", { viewBox: "0 0 36 36" },
    s("rect", { width: 36, height: 36, fill: "#1d4f7c" }),
    s("path", { d: "M18 7l9 3.2v7.3c0 5.6-3.6 9.6-9 11.7-5.4-2.1-9-6.1-9-11.7v-7.3z", fill: "#fff" }),
    s("path", { d: "M18 7l9 3.2v7.3c0 5.6-3.6 9.6-9 11.7z", fill: "#cfe0ee" }),
    s("path", { d: "M13.2 18.2l3.5 3.5 6.2-7", fill: "none", stroke: "#1d4f7c", "stroke-width": 2.4, "stroke-linecap": "round", "stroke-linejoin": "round" }));
}

function slackbot() {
  return s("svg", { viewBox: "0 0 36 36" },
    s("rect", { width: 36, height: 36, fill: "#611f69" }),
    s("path", { d: "M18 27c-6-4.6-9-7.7-9-11.2C9 13 11 11 13.5 11c1.9 0 3.5 1.1 4.5 2.9 1-1.8 2.6-2.9 4.5-2.9 2.5 0 4.5 2 4.5 4.8 0 3.5-3 6.6-9 11.2z", fill: "#ecb22e" }),
    s("circle", { cx: 15, cy: 17, r: 1.2, fill: "#611f69" }), s("circle", { cx: 21, cy: 17, r: 1.2, fill: "#611f69" }),
    s("path", { d: "M15.5 20c1.4 1.5 3.6 1.5 5 0", fill: "none", stroke: "#611f69", "stroke-width": 1.3, "stroke-linecap": "round" }));
}

function nobody() {
  return s("svg", { viewBox: "0 0 36 36" },
    s("rect", { width: 36, height: 36, fill: "#8d8d8d" }),
    s("circle", { cx: 18, cy: 14, r: 6, fill: "#fff" }), s("path", { d: "M6 34c1-8 6-12 12-12s11 4 12 12z", fill: "#fff" }));
}
