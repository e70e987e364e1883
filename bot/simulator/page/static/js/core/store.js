// What the page knows, as the server last told it.

export const store = {
  me: null,
  people: {},
  channels: {},
  messages: {},
  app: { commands: [], shortcuts: [] },
  team: {},
  modals: [],
  home: null,
  channel: null,
  tab: "messages",
  thread: null,
  unread: new Set(),
  leaps: [],
  skew: 0,
  /** The workspace's clock. */
  now() {
    return new Date(Date.now() + this.skew);
  },
};

/** Take everything the server says at the start, or anew. */
export function takeAll(said) {
  for (const name of ["me", "people", "app", "team", "modals", "home", "leaps"]) store[name] = said[name];
  takeTime(said.now);
  store.channels = Object.fromEntries(said.channels.map((channel) => [channel.id, channel]));
  store.messages = {};
  for (const [channel, messages] of Object.entries(said.messages)) {
    store.messages[channel] = new Map(messages.map((message) => [message.ts, message]));
  }
}

/** Take the workspace's time, seconds since 1970. */
export function takeTime(now) {
  store.skew = now * 1000 - Date.now();
}

/** Take one message, new or changed. */
export function takeMessage(channel, message) {
  store.messages[channel] ??= new Map();
  store.messages[channel].set(message.ts, message);
}

/** Return the messages of a channel outside threads, the oldest first. */
export function timeline(channel) {
  return sorted([...(store.messages[channel]?.values() ?? [])].filter((m) => !m.thread_ts || m.thread_ts === m.ts));
}

/** Return a message and its replies, the oldest first. */
export function thread(channel, ts) {
  return sorted([...(store.messages[channel]?.values() ?? [])].filter((m) => m.ts === ts || m.thread_ts === ts));
}

function sorted(messages) {
  const parts = (message) => message.ts.split(".").map(Number);
  return messages.sort((one, other) => {
    const [[a, b], [c, d]] = [parts(one), parts(other)];
    return a - c || b - d;
  });
}

/** Return the name a channel goes by for the person who looks. */
export function nameOf(channel) {
  return channel.with ? store.people[channel.with]?.name ?? "" : channel.name;
}

/** Return the direct conversation with the app, or undefined before there is one. */
export function appChannel() {
  return Object.values(store.channels).find((channel) => channel.with === store.app.user);
}
