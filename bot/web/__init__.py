"""One process on one port: routes, Slack's endpoint, health, lifespan, server, scheduler; run composes it."""
