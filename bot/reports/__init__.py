"""Comparison, timeline and changes: found, and built as one Report value. Pure."""
