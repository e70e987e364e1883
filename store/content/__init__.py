"""Versioned SQL of topics, statements, documents and their index: read, write, diff, search."""
