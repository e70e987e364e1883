"""Bolt listeners, one file a feature."""
