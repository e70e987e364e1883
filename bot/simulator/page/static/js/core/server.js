// The way to the server: actions as posts, news by websocket.

import { store } from "./store.js";

/** Post an action of the person who plays; return what came of it, `{ok, error?, …}`. */
export async function perform(name, body) {
  try {
    const answer = await fetch(`playground/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: store.me, ...body }),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "offline" };
  }
}

/** Upload a file of the person who plays; return its id, or `{ok: false, error}`. */
export async function upload(file) {
  const asked = new URLSearchParams({ user: store.me, name: file.name });
  try {
    const answer = await fetch(`playground/upload?${asked}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "offline" };
  }
}

/** Keep a connection and call *onNews* with each thing the server says; return a function that ends it. */
export function listen(user, { fresh, onNews, onState }) {
  let socket = null;
  let ended = false;
  let pause = 250;
  const connect = (clean) => {
    const address = new URL("playground/live", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    if (user) address.searchParams.set("as", user);
    if (clean) address.searchParams.set("fresh", "1");
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      pause = 250;
      onState(true);
    });
    socket.addEventListener("message", (event) => onNews(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      if (ended) return;
      onState(false);
      setTimeout(() => ended || connect(false), pause);
      pause = Math.min(pause * 2, 5000);
    });
  };
  connect(fresh);
  return () => {
    ended = true;
    socket.close();
  };
}
