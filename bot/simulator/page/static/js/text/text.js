// A text object of Block Kit.

import { mrkdwn, plain } from "./mrkdwn.js";

/** Return the nodes of a text object. */
export function drawText(text) {
  return text.type === "mrkdwn" ? mrkdwn(text.text) : plain(text.text, { withEmoji: text.emoji !== false });
}
