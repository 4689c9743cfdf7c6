"""The product's settings, with runs that may send as much as a measurement needs."""

from tutorial.settings import *

LIVE_DEMO = LIVE_DEMO | {
    "MAX_MESSAGES": 1_000_000,
    "MAX_MESSAGES_PER_SECOND": 1_000_000,
    "MAX_RUNS": 100_000,
    "MAX_RUNS_OF_ONE": 100_000,
    "MAX_RUNS_PER_MINUTE": 1_000_000,
    "RUNS_PER_MINUTE": 1_000_000,
    "MAX_SOCKETS": 100_000,
    "MAX_SOCKETS_OF_ONE": 100_000,
}
NETWORK_SHARE = 1  # every client of a measurement has the same address
LEARNERS_PER_MINUTE = 1_000_000
API = API | {"REQUESTS_PER_MINUTE": 1_000_000_000}
ROOT_URLCONF = "bench.urls"
