"""The playground page's own files: HTML, CSS and JavaScript, served as they are."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the files lie."""
