"""Writes logs as JSON lines to stderr. Logs contain ids of jobs and sessions but no credentials or bodies."""

from __future__ import annotations

import json
import logging
import sys
import time

FIELDS = ("worker", "job_id", "session_id", "task", "code", "seconds", "attempt", "facts", "traceback")


class JsonLines(logging.Formatter):
    """One object per line: time, level, logger, message, the fields above, and a traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        facts = {name: getattr(record, name, None) for name in FIELDS}
        line.update({name: value for name, value in facts.items() if value is not None})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("botocore").setLevel(logging.WARNING)
