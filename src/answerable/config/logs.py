"""Structured logs: one JSON object a line, on standard error, with a list of the fields that may be in it.

Whatever is not on the list is dropped, so that a careless `log.info(..., name=…)` cannot leak a person.
"""

import logging
import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog

# Ids, counts, durations and codes only (SECURITY, T38).
ALLOWED = frozenset(
    """
    actor address attempts cases channel chunk clocks code count duration_ms error event exc_info exception
    file_count job kind level logger method mode pid port post reference route rows set_aside signal status
    submissions task timestamp unit version worker
    """.split()
)


def keep_allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list."""
    for key in [key for key in event if key not in ALLOWED and not key.startswith("_")]:
        del event[key]
    return event


def name_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its type and place; its message may quote what a person wrote."""
    exc_info = event.pop("exc_info", None)
    if exc_info is True:
        import sys  # noqa: PLC0415

        exc_info = sys.exc_info()
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        frame = exc_info[2]
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame is not None else ""
        event["exception"] = f"{exc_info[0].__name__} at {place}"
    return event


def plain_message(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep of a library's log record the unformatted message: its arguments may hold personal data."""
    record = event.get("_record")
    if record is not None:
        event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    return event


_SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    name_exception,
    keep_allowed,
]


def configure(level: str) -> None:
    """Send the logs of our code and of the libraries through the same processors."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [plain_message, *_SHARED],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            # All but ASCII escaped: some readers end a line where Unicode has separators of its own.
            structlog.processors.JSONRenderer(),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level},
            # The reason of a failed request is logged by our own middleware, without its URL.
            "loggers": {
                "django.request": {"level": "CRITICAL"},
                "django.server": {"level": "WARNING"},
                # It writes out everything that a page is made of.
                "django.template": {"level": "WARNING"},
                "procrastinate": {"level": "WARNING"},
            },
        }
    )
