"""What people do about what the briefings lack or get wrong."""
