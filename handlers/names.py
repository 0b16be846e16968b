"""Names as people gave them to Telegram, made safe to show: no control or direction marks, not endless."""

import unicodedata

MAX_LENGTH = 40
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """The visible part of a name, cut to a length that fits a sentence; may be empty."""
    seen = "".join(" " if unicodedata.category(c) in {"Zs", "Cc"} else c for c in name)
    seen = "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN)
    return " ".join(seen.split())[:MAX_LENGTH].strip()
