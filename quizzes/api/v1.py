"""Version 1 of the API: /api/v1/, put together."""

from quizzes.api import attempts, grading, reading, statements
from quizzes.api.answers import HOW
from quizzes.api.body import JsonParser
from quizzes.api.problems import ProblemAPI, answer_problems

DESCRIPTION = f"""
Read lessons and quizzes, grade answers, store those of your own learners and read the results back.

- A key is sent as `Authorization: Bearer hs_…`. It has scopes: `read`, `grade`, `results`.
- Administrators make keys, and give them scopes.
- Errors are problem details (RFC 9457), each with a reason; `errors` names every field that is wrong.
- Addresses end without a slash. Bodies are JSON, and say so: `Content-Type: application/json`.
- A key may call so often a minute: see `RateLimit` and `RateLimit-Policy`; 429 has `Retry-After`.
- Every POST that stores takes an `Idempotency-Key`: sent again within 24 hours, it is answered as before,
  with `Idempotent-Replayed: true`. With another request the key is 422, while the first is in flight 409.
- Bodies may have 1 MiB, those of batches 8 MiB.

How a question is answered, by its `kind`:

{HOW}
"""

api = ProblemAPI(
    title="Handshake grading API",
    version="1.2.0",
    description=DESCRIPTION.strip(),
    urls_namespace="api-v1",
    docs_url="/docs",
    parser=JsonParser(),
)
answer_problems(api)
for module in (reading, grading, attempts, statements):
    api.add_router("", module.router)
