"""Texts to vectors of their meaning, by a model in a process of its own; and the meaning of a generation."""
