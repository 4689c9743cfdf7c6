"""The OpenAPI document of the API: what ninja writes, and what it cannot know.

Added are the scope that each operation needs, the headers of responses, examples of problems, and the media
type of problems.
"""

import json
from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

from quizzes.api.access import BearerKey
from quizzes.api.catalog import CATALOG, ProblemType, type_uri
from quizzes.api.problems import PROBLEM_JSON

_TEXT = {"type": "string"}
_HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {"description": "The id of the request, in the site's log, too.", "schema": _TEXT},
    "RateLimit-Policy": {"description": "The calls that a key has in a window of seconds.", "schema": _TEXT},
    "RateLimit": {"description": "The calls that are left, and the seconds until then.", "schema": _TEXT},
    "Retry-After": {"description": "Wait for so many seconds.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "What the key lacks (RFC 6750).", "schema": _TEXT},
    "Accept-Encoding": {"description": "The codings that are taken: none.", "schema": _TEXT},
    "ETag": {"description": "Of this version. Send it as If-None-Match, and get 304.", "schema": _TEXT},
    "Cache-Control": {"description": "Whether caches may keep the response.", "schema": _TEXT},
    "Idempotent-Replayed": {"description": "'true' if a kept response is sent again.", "schema": _TEXT},
    "X-Experience-API-Version": {"description": "The version of xAPI.", "schema": _TEXT},
}
_ALL = ("X-Request-Id", "Cache-Control", "RateLimit-Policy", "RateLimit")
_BY_STATUS = {
    401: ("X-Request-Id", "Cache-Control", "WWW-Authenticate"),
    403: (*_ALL, "WWW-Authenticate"),
    408: ("X-Request-Id", "Cache-Control"),
    415: (*_ALL, "Accept-Encoding"),
    429: (*_ALL, "Retry-After"),
    500: ("X-Request-Id", "Cache-Control"),
    503: ("X-Request-Id", "Cache-Control", "Retry-After"),
}
_OF_OPERATION = {"statements": ("X-Experience-API-Version",)}
_READ_TAG = "read"
_ONLY_STORED = {"attempt-open", "attempt-finished", "answered-already", "erased", "idempotency-key-reused"}


class DescribedAPI(NinjaAPI):
    """An API with a complete OpenAPI document.

    An operation's id is the name of its function, so that generated clients stay the same when code moves.
    """

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        scopes = _scopes(self)
        for operations in schema["paths"].values():
            for operation in operations.values():
                _complete(operation, scopes[operation["operationId"]])
        schemes = schema["components"]["securitySchemes"]
        schemes["BearerKey"]["description"] = "An API key, with the scopes that the operation names."
        schema["components"]["headers"] = _HEADERS
        schema["components"]["examples"] = {each.name: _example(each) for each in CATALOG.values()}
        _without_unused(schema["components"], schema)
        return schema


def _scopes(api: NinjaAPI) -> dict[str, str]:
    """{operation id: scope}."""
    return {
        api.get_openapi_operation_id(operation): auth.scope.value
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for auth in operation.auth_callbacks
        if isinstance(auth, BearerKey)
    }


def _complete(operation: dict[str, Any], scope: str) -> None:
    operation["security"] = [{"BearerKey": [scope]}]
    operation["description"] = f"{operation.get('description', '')}\n\nScope: `{scope}`.".strip()
    for parameter in operation["parameters"]:
        parameter.pop("examples", None)  # JSON Schema's list, which parameters do not have; `schema` keeps it
    stores = any(each["name"] == "Idempotency-Key" for each in operation["parameters"])
    responses = operation["responses"]
    if scope == _READ_TAG:
        responses[304] = {"description": "Not Modified: the ETag that was sent is still right."}
    for status, response in responses.items():
        response["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"}
            for name in _headers(operation, int(status), stores)
        }
        if int(status) >= 400:
            content = response["content"].pop("application/json")
            content["examples"] = _examples(int(status), stores)
            response["content"] = {PROBLEM_JSON: content}


def _headers(operation: dict[str, Any], status: int, stores: bool) -> list[str]:
    names = [*_BY_STATUS.get(status, _ALL)]
    if status in (200, 304) and "304" in map(str, operation["responses"]):
        names.append("ETag")
    if status in (200, 201):
        names += [
            *_OF_OPERATION.get(operation["operationId"], ()),
            *(["Idempotent-Replayed"] if stores else []),
        ]
    return names


def _examples(status: int, stores: bool) -> dict[str, Any]:
    """An example of each type of problem with this status."""
    return {
        each.name: {"$ref": f"#/components/examples/{each.name}"}
        for each in CATALOG.values()
        if each.status == status and (stores or each.name not in _ONLY_STORED)
    }


def _example(kind: ProblemType) -> dict[str, Any]:
    value = {
        "type": type_uri(kind.name),
        "title": kind.title,
        "status": kind.status,
        "detail": kind.advice,
        "errors": [],
        "request_id": "5f0c6c1be3d24d9fb4a8f3e5c2d1a907",
    }
    return {"summary": kind.title, "value": value}


def _without_unused(components: dict[str, Any], whole: dict[str, Any]) -> None:
    """Drop schemas and examples that nothing refers to, such as those of queries."""
    used = json.dumps(whole)
    for part in ("schemas", "examples"):
        for name in list(components[part]):
            if f'"#/components/{part}/{name}"' not in used:
                del components[part][name]
