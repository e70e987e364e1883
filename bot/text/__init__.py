"""Values to words."""
