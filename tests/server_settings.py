"""The product's own settings, with labs that misbehave beside the real ones."""

from tutorial.settings import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.odd_labs"]
LIVE_DEMO = LIVE_DEMO | {
    "HEARTBEAT_SECONDS": 2,
    "WORKER_BLOCKED_SECONDS": 90,
    "RUNS_PER_MINUTE": 1_000_000,
}
OWN_CODE = OWN_CODE | {"EXPLAIN_SECONDS": 90}
NETWORK_SHARE = (
    1  # every client of the tests has the same address; test_quota.py has the share of the product
)
LEARNERS_PER_MINUTE = 1_000_000
API = API | {"REQUESTS_PER_MINUTE": 1_000_000}  # schemathesis asks a lot
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the product's takes 0.3 s of a core
