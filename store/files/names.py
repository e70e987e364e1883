"""What the name of a file is made of: by text, because a path object costs as much as the file that is read. Pure."""


def parted(path: str) -> tuple[str, str]:
    """Return the stem of a file's name, or of the name that a path ends in, and its suffix in lower case."""
    name = path.rpartition("/")[2]
    at = name.rfind(".")
    return (name[:at], name[at:].lower()) if 0 < at < len(name) - 1 else (name, "")
