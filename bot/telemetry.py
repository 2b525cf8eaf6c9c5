"""Logs (structlog) and metrics (prometheus)."""

import logging
import sys
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("pobratym_updates_total", "Updates by how they ended", ["end"])
HANDLING = Histogram("pobratym_update_seconds", "From the inbox to the answered row")
LANES = Gauge("pobratym_lanes", "People whose updates are being handled or wait")
ANNOUNCED = Counter("pobratym_announced_total", "Deliveries of announcements by how their send ended", ["state"])
DELIVERIES = Counter("pobratym_deliveries_total", "Notices by how their send ended", ["state"])


def configure(log_format: str) -> None:
    """Write logs to stderr as readable lines or as JSON."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if log_format == "json" else structlog.processors.StackInfoRenderer(),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            # Tracebacks without local values: those are people's words and numbers.
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
