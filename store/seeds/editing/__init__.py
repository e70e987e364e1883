"""A topic file changed in one place: `parts` says what an edit changes, `changes` how, `splicing` keeps the rest."""
