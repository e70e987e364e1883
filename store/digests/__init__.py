"""Who gets which topics when, and each post of theirs from due to posted."""
