"""Words whose stop ends no sentence: ranks, titles, initials, months, parts of addresses."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"""[\"“‘'(\[]*(?:(?:[A-Za-z]\.)+
      | (?:Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Gen|Lt|Col|Maj|Brig|Adm|RAdm|VAdm|Sgt|Capt|Cpt|Cmdr|Cdr|Comdr|Cpl|Tech|Pvt|Pfc
        |Spc|Ens|Sqn|Wg|Cmdt|Supt|Insp|Det|Ret|Sen|Rep|Reps|Gov|Lieut|Amb|Hon|Rev|Fr|Msgr|Pres|Min|Sec|Dep|Asst|Assoc|Atty
        |St|vs|Nos?|Vol|Inc|Ltd|Co|Corp|Bros|Jr|Sr|Esq|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
        |Mt|Ft|Pt|Ave|Blvd|Rd|Univ|Dept|Prov|Dist|Art|Arts|Fig|Figs|Ch|Para|Cl|approx|est|eds?|cf|viz|al|ca|pp?)\.)""",
    re.IGNORECASE | re.VERBOSE,
)


_CALLED = re.compile(
    r"(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|Gen|Lt|Col|Maj|Brig|Adm|RAdm|VAdm|Sgt|Capt|Cmdr|Cdr|Cpl|Pvt|Pfc|Sen|Reps?|Gov|Lieut|Amb"
    r"|Hon|Rev|Msgr|Tech)\."
)


def is_called(line: str) -> bool:
    """Return whether a line ends in what a name follows, `U.S. Army Maj. Gen.`: it goes on, whatever its width."""
    return line.endswith(".") and _CALLED.fullmatch(line[line.rfind(" ") + 1 :]) is not None


def is_abbreviation(word: str) -> bool:
    """Return whether *word*, with its stop, is one that text goes on behind: `Maj.`, `U.S.`, `No.`."""
    return word.endswith(".") and _ABBREVIATION.fullmatch(word) is not None
