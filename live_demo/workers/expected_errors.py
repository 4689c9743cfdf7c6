"""What a what-if raises on purpose is in the run's record: the server's log needs no traceback of it.

Formatting one takes milliseconds of the process that serves everybody, as often as a learner likes.
"""

import logging

_MARK = "raised_expected"


def expected(error: Exception) -> Exception:
    """`error`, marked as one that belongs to a what-if."""
    setattr(error, _MARK, True)
    return error


class UnexpectedOnly(logging.Filter):
    """Lets everything through but the exceptions of what-ifs."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not getattr(error, _MARK, False)
