"""A document that somebody adds: what it would be, and its way into the folder or the store; `intake` is the way in."""
