"""Names as people gave them to Telegram, made safe to show: no control or direction marks, not endless."""

import unicodedata

MAX_LENGTH = 40
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing; some people wear them as a name."""


def clean_name(name: str) -> str:
    """The visible part of a name, cut to a length that fits a sentence; may be empty."""
    seen = "".join(" " if unicodedata.category(c) in {"Zs", "Cc"} else c for c in name)
    seen = "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN and c not in _BLANK)
    if all(unicodedata.category(c).startswith(("M", "Z")) for c in seen):
        return ""  # accents without a letter to sit on
    return " ".join(seen.split())[:MAX_LENGTH].strip()
