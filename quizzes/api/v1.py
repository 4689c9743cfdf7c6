"""Version 1 of the API: /api/v1/, put together."""

from django.conf import settings

from quizzes.api import challenges, grading, reading, results, statements, store_batch
from quizzes.api.answers import HOW
from quizzes.api.body import JsonParser
from quizzes.api.openapi import DescribedAPI
from quizzes.api.problems import answer_problems

DESCRIPTION = f"""
Read lessons and quizzes, grade answers, store those of your own learners and read the results back.

- A key is sent as `Authorization: Bearer hs_…`. It has scopes: `read`, `grade`, `results`, `manage`.
- Administrators make keys, and give them scopes. A key can expire, and be replaced by a new one.
- What a key with `grade` stores it cannot read back: results need the scope `results`.
- Errors are problem details (RFC 9457). `type` leads to its entry in the [catalog](/api/problems), `detail`
  gives the reason, `errors` names every field that is wrong, and `request_id` is what the site's log has.
- Addresses end without a slash. Bodies are JSON, and say so: `Content-Type: application/json`.
- A key may call so often a minute: see `RateLimit` and `RateLimit-Policy`; 429 has `Retry-After`. A batch is
  one call.
- Every POST that stores takes an `Idempotency-Key`: sent again within 24 hours, it is answered as before,
  with `Idempotent-Replayed: true`. With another request the key is 422. 503 with `Retry-After` means that
  nothing was stored: send the call again.
- Lessons and quizzes have an `ETag`. Results have a `cursor`, which gets what has changed since.
- Bodies may have 1 MiB, those of batches 8 MiB.

How a question is answered, by its `kind`:

{HOW}
"""

_TAGS = {
    "read": "Tracks, lessons, and quizzes without their answer key.",
    "grade": "Grade answers. Nothing is stored.",
    "attempts": "Store what your own learners answer.",
    "challenges": "Have the code of your own learners judged. Verdicts are read under `results`.",
    "results": "Read results back, also as xAPI statements.",
    "learners": "Erase learners.",
}

api = DescribedAPI(
    title="Handshake grading API",
    version="2.0.0",  # of this document; the version in the path changes only when clients break
    description=DESCRIPTION.strip(),
    urls_namespace="api-v1",
    docs_url="/docs",
    parser=JsonParser(),
    servers=[{"url": "/", "description": "This site"}],
    openapi_extra={
        "info": {
            "license": {"name": "BSD 3-Clause License", "identifier": "BSD-3-Clause"},
            "contact": {"name": "The administrators of this site", "url": settings.PUBLIC_URL},
        },
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
    },
)
answer_problems(api)
for module in (reading, grading, results, store_batch, challenges, statements):
    api.add_router("", module.router)
