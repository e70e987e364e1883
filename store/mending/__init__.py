"""What people edit in place: planned, written into the folder or kept for it, live at once, and undone."""
