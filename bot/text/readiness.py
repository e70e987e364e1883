"""What a person reads who asks before there is anything to answer with."""

from __future__ import annotations

from store.errors import TryAgain
from store.text.language import gettext as _


class StillStarting(TryAgain):
    """This process has not read what the store holds yet."""

    code = "starting"

    def __init__(self) -> None:
        super().__init__(_("I am still starting. Please ask again in a few seconds."))


class NothingLoaded(TryAgain):
    """The store was read, and nothing was ever loaded into it."""

    code = "nothing_loaded"

    def __init__(self) -> None:
        super().__init__(
            _("Nothing has been loaded yet, so there is nothing to ask. Administrators load it: /alliance admin reload")
        )
