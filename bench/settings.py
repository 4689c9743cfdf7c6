"""The product's settings, with runs that may send as much as a measurement needs."""

from tutorial.settings import *

LIVE_DEMO = LIVE_DEMO | {
    "MAX_MESSAGES": 1_000_000,
    "MAX_MESSAGES_PER_SECOND": 1_000_000,
    "MAX_RUNS": 100_000,
}
API = API | {"REQUESTS_PER_MINUTE": 1_000_000_000}
ROOT_URLCONF = "bench.urls"
