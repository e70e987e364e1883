"""Cards and forms by which editors change what the briefings say. Pure."""
