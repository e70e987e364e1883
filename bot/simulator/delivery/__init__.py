"""From Slack to the app: payloads, signed requests, Socket Mode."""
