"""The engine's log: JSON lines in a rotating file, for our own loggers and those of the libraries alike."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler

import structlog
from structlog.typing import Processor

from app.paths import Paths

MEGABYTE = 1024 * 1024
QUIET = ("uvicorn.access", "httpx", "httpcore", "dbos", "alembic")

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def open_log(paths: Paths, level: str) -> None:
    """Sends every log record of this process to `<home>/logs/engine.log`."""
    handler = RotatingFileHandler(paths.log, maxBytes=5 * MEGABYTE, backupCount=3, encoding="utf-8")
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("dbos").addHandler(logging.NullHandler())  # else it would print beside the log
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
