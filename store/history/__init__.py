"""Versions: what changed, what was answered on a day, the way back, and what is let go."""
