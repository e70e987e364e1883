"""A page before anyone judges it: its blocks, and what its format says of it. Below formats and metadata alike."""
