"""Values to Block Kit: what a person sees in Slack. Pure; elements has the primitives."""
