import io
import logging

import pytest
from redis.exceptions import ConnectionError as ConnectionLostError

from tutorial.redis_log import RedisAwayInOneLine


@pytest.fixture
def log():
    """The logger of the channel layer's library, and what its handler has written."""
    logger, written = logging.Logger("channels_redis.pubsub"), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedisAwayInOneLine())
    logger.addHandler(handler)
    logger.written = written
    return logger


def fail(log, error):
    try:
        raise error
    except Exception:
        log.exception("Unexpected exception in receive task")


@pytest.mark.parametrize("error", [ConnectionLostError("refused"), ConnectionRefusedError("refused")])
def test_a_lost_redis_is_one_plain_line_however_often_the_library_logs_it(log, error):
    for _ in range(3):
        fail(log, error)
    (line,) = log.written.getvalue().splitlines()
    assert line.startswith("Redis is away, no message gets to another process")
    assert line.endswith(type(error).__name__)


def test_another_error_of_the_library_keeps_its_traceback(log):
    fail(log, ConnectionLostError("refused"))
    fail(log, KeyError("a bug"))
    assert "KeyError: 'a bug'" in log.written.getvalue()
    assert "Unexpected exception in receive task" in log.written.getvalue()
