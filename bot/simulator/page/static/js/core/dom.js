// Builds DOM nodes. Text only ever becomes text nodes, so nothing that a person or an app wrote is markup.

const SVG = "http://www.w3.org/2000/svg";

/** Return an element: h("a.link", {href, onClick, "aria-label"}, "text", node, [more]). */
export function h(name, props = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.classList.add(...classes);
  set(node, props);
  append(node, children);
  return node;
}

/** Return an SVG element of the same form. */
export function s(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  append(node, children);
  return node;
}

function set(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "class") node.classList.add(...value.split(" ").filter(Boolean));
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") Object.entries(value).forEach(([key, style]) => node.style.setProperty(key, style));
    else if (name in node && !name.includes("-") && name !== "list") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child.nodeType ? child : document.createTextNode(String(child)));
  }
}

/** Put *children* in the place of everything in *node*. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** Return the address when it is safe to follow, null otherwise. */
export function safeUrl(url) {
  return /^(https?:|mailto:|tel:)/i.test(url) ? url : null;
}

let serial = 0;

/** Return an element id that was never used. */
export function freshId(prefix = "n") {
  serial += 1;
  return `${prefix}-${serial}`;
}
