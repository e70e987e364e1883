"""One reader a format: HTML, Word, PDF."""
