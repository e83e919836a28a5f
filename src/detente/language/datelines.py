"""Recognize the dateline before a report: where and by which agency it was filed. It is no part of the first sentence."""

from __future__ import annotations

import re

_AGENCY = (
    r"(?:Reuters|Thomson Reuters(?: Foundation)?|AP|"
    r"The Associated Press|Associated Press|AFP|RFE/RL|RFERL|Xinhua|TASS|ITAR-TASS|"
    r"Itar-Tass|Interfax|RIA Novosti|Sputnik|UPI|DPA|dpa|ANSA|EFE|Kyodo|Kyodo News|Yonhap|KCNA|PTI|ANI|IANS|APP|IRNA|SANA|MENA|"
    r"Bloomberg|CNN|BBC|VOA|NPR|AP Photo|UKRINFORM|Ukrinform|UNIAN|AGI|Anadolu|AA|Tanjug|BelTA|MTI|PAP|CTK|ČTK)"
)
_DASH = r"(?:—|–|--|-)"
_CAPS_PLACE = r"[A-Z][A-Z.'’\-]{2,}(?:[ /][A-Z][A-Z.'’\-]+){0,3}"
_PLACE = r"[A-Z][\w.'’\-]+(?:[ /][A-Z][\w.'’\-]+){0,3}"
_REGION = r"(?:, [A-Z][\w.’'\-]+(?: [A-Z][\w.’'\-]+){0,2})?"
_DAY = r"(?:,? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?\.?)?"

_FORMS = (
    re.compile(rf"(?:{_PLACE}{_REGION}{_DAY} ?)?\((?:{_AGENCY})\)(?: ?{_DASH} ?|\. )"),  # Moscow (Reuters) -
    re.compile(rf"{_CAPS_PLACE}{_REGION}{_DAY} ?\([^()]{{2,40}}\) ?{_DASH} ?"),  # KYIV, Ukraine (Own correspondent) --
    re.compile(rf"{_CAPS_PLACE}{_REGION}{_DAY},? ?/[A-Z][^/]{{1,20}}/[.,]?(?: ?{_DASH})? "),  # MOSCOW, March 3. /TASS/.
    re.compile(rf"{_CAPS_PLACE}{_REGION}{_DAY} ?(?:—|–|--) ?(?=[A-Z“\"‘'])"),  # BRUSSELS — The
    re.compile(rf"(?=[A-Z]{{4}}){_CAPS_PLACE}{_REGION}{_DAY} - (?=[A-Z“\"‘'])"),  # DAKAR, Senegal - The, but not USA - The
)
_COLON_FORM = re.compile(r"[A-Z][A-Z.'’\-]{3,}(?:[ /][A-Z][A-Z.'’\-]+){0,2}: (?=[A-Z“\"‘'])")  # ISLAMABAD: The


def dateline_length(text: str, *, allow_colon: bool = False) -> int:
    """Return how many characters at the start of a block are its dateline, 0 if it has none.

    A block that would be nothing but a dateline keeps its text.
    """
    for form in (*_FORMS, _COLON_FORM) if allow_colon else _FORMS:
        match = form.match(text)
        if match:
            return match.end() if match.end() < len(text) else 0
    return 0


def is_lone_colon_dateline(text: str) -> bool:
    """Tell whether a block opens like `ISLAMABAD: The`, which is a dateline in a report and a speaker in a transcript."""
    return _COLON_FORM.match(text) is not None
