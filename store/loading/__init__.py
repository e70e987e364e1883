"""A folder into the store: plan, load, and the second process that reads along."""
