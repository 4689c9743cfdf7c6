"""Keeps the exceptions of what-ifs out of the server's log.

A what-if raises them on purpose, and its record has them. Formatting a traceback takes milliseconds of the
process that serves everybody, each time that a learner starts such a run.
"""

import logging

_MARK = "raised_expected"


def expected(error: Exception) -> Exception:
    """`error` itself, marked as one that belongs to a what-if."""
    setattr(error, _MARK, True)
    return error


class UnexpectedOnly(logging.Filter):
    """Lets every record through except those of marked exceptions."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is to be logged."""
        error = record.exc_info[1] if record.exc_info else None
        return not getattr(error, _MARK, False)
