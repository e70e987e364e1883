"""The columns of what people edit, typed: each thing that an edit changed, and how that stands to the folder."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 # SQLAlchemy reads the annotations

from sqlalchemy import Column, Integer, Named, String, Text, TypedColumns

from store.db.types import Utc


class EditColumns(TypedColumns):
    """One part of one edit (see `seeds.editing.parts`); those of one edit share *edit*.

    *was*, *became* and *base*, what the folder itself said, are JSON, null where it was not there; *hunk* is two texts
    as JSON. *digest* is that of the file once it said so, null as long as only the store does.
    """

    number = Column(Integer, primary_key=True, autoincrement=False)
    edit: Named[int] = Column(Integer, index=True)
    kind: Named[str] = Column(String(16))
    part: Named[str] = Column(Text, index=True)
    was: Named[str | None] = Column(Text)
    became: Named[str | None] = Column(Text)
    base: Named[str | None] = Column(Text)
    hunk: Named[str] = Column(Text)
    edited_by: Named[str] = Column(Text)
    edited_at: Named[datetime] = Column(Utc)
    state: Named[str] = Column(String(16))
    digest: Named[str | None] = Column(String(64))
    generation: Named[int | None]
    undoes: Named[int | None]
