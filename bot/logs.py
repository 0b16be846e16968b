"""Logs: one line an event, with a machine-readable `action`, ids and codes only.

Names, texts, phone numbers and tokens never go into a log. Our own lines carry none. Of what other libraries say, from
warnings up, only the pattern is kept, without what they would fill in, and of an error its class and place. A last
filter takes out anything that looks like a bot token.
"""

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")
_OURS = frozenset({"bot", "handlers", "storage", "schedules"})


def redact(text: str) -> str:
    """The text without anything that looks like a bot token."""
    return _TOKEN.sub("<token>", text)


class DiscreetFormatter(logging.Formatter):
    """Formats a record as one line, without tokens, error texts, and whatever a library filled into its pattern."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be written."""
        ours = record.name.split(".")[0] in _OURS
        record.message = record.getMessage() if ours else str(record.msg).partition("\n")[0]
        record.asctime = self.formatTime(record)
        error = record.exc_info[1] if record.exc_info else None
        told = f" error={type(error).__name__} where={where(error)}" if error else ""
        return redact(self.formatMessage(record) + told)


def _redact_line(_: Any, __: str, line: Any) -> str:
    return redact(line)


def set_up(level: str) -> None:
    """Send our own logs of `level` and above to standard error, and those of others from warnings up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=max(logging.WARNING, getattr(logging, level)), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "action", "event"]),
            _redact_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def where(error: BaseException) -> str:
    """The file and line that an error comes from. Its text stays out of the log: it may carry what a patient wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
