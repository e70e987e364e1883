// What opens above the page: menus, lists of choices, dialogs. Escape closes the topmost and focus goes back.

import { fill, h } from "./dom.js";

const open = [];

/** Put *node* above the page, beside *anchor* when there is one; return a function that closes it. */
export function raise(node, { anchor = null, onClose = () => {}, prefer = "below", width = null, modal = false } = {}) {
  const before = document.activeElement;
  const layer = document.getElementById("layer");
  layer.append(node);
  if (anchor) place(node, anchor, prefer, width);
  const entry = { node, anchor, modal, close };
  open.push(entry);
  function close({ refocus = true } = {}) {
    const index = open.indexOf(entry);
    if (index < 0) return;
    open.splice(index, 1);
    node.remove();
    onClose();
    if (refocus && before?.isConnected) before.focus();
  }
  return close;
}

function place(node, anchor, prefer, width) {
  const box = anchor.getBoundingClientRect();
  if (width === "anchor") node.style.minWidth = `${Math.max(box.width, 240)}px`;
  const own = node.getBoundingClientRect();
  const gap = 4;
  const below = box.bottom + gap + own.height < innerHeight - 8;
  const above = box.top - gap - own.height > 8;
  const top = (prefer === "above" && above) || !below ? Math.max(8, box.top - gap - own.height) : box.bottom + gap;
  const left = prefer === "left" ? box.right - own.width : box.left;
  node.style.top = `${top}px`;
  node.style.left = `${Math.max(8, Math.min(left, innerWidth - own.width - 8))}px`;
  node.style.maxHeight = `${innerHeight - 16}px`;
}

document.addEventListener("keydown", (event) => {
  const top = open.at(-1);
  if (event.key !== "Escape" || !top) return;
  event.preventDefault();
  event.stopPropagation();
  top.node.dispatchEvent(new CustomEvent("escape"));
  if (!top.modal) top.close();
}, true);

document.addEventListener("mousedown", (event) => {
  const top = open.at(-1);
  if (!top || top.modal || top.node.contains(event.target) || top.anchor?.contains(event.target)) return;
  top.close({ refocus: false });
});

/** Keep Tab inside *node*. */
export function trapFocus(node) {
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...node.querySelectorAll("a[href],button,input,textarea,select,[tabindex='0']")]
      .filter((stop) => !stop.disabled && stop.offsetParent !== null);
    if (!stops.length) return;
    const [first, last] = [stops[0], stops.at(-1)];
    if (event.shiftKey && document.activeElement === first) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first.focus();
    }
  });
}

/** Open a menu of `{label, detail?, icon?, danger?, onPick}` (or "-" for a line) beside *anchor*. */
export function menu(anchor, items, { label, prefer = "below" } = {}) {
  const node = h("div.menu", { role: "menu", "aria-label": label, tabIndex: -1 });
  anchor.setAttribute("aria-expanded", "true");
  fill(node, items.map((item) => (item === "-" ? h("hr.menu-line") : entry(item))));
  const close = raise(node, { anchor, prefer, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  function entry(item) {
    const pick = () => {
      close();
      item.onPick();
    };
    return h(`button.menu-item${item.danger ? ".danger" : ""}`, { role: "menuitem", type: "button", onClick: pick },
      item.icon ? h("span.menu-icon", {}, item.icon) : null,
      h("span.menu-label", {}, item.label), item.detail ? h("span.menu-detail", {}, item.detail) : null);
  }
  walkable(node, ".menu-item");
  node.querySelector(".menu-item")?.focus();
  return close;
}

/** Let the arrow keys move the focus among the children of *node* that fit *selector*. */
export function walkable(node, selector) {
  node.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [...node.querySelectorAll(selector)];
    const at = stops.indexOf(document.activeElement);
    stops[(at + step + stops.length) % stops.length]?.focus();
  });
}

/** Show a line at the foot of the page for a while. */
export function toast(text) {
  const node = document.getElementById("toast");
  fill(node, text);
  node.classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => node.classList.remove("shown"), 4000);
}
