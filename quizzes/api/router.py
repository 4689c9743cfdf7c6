"""A router that has one model for each shape of an error.

ninja makes one for each status of each operation, 190 for this API. Every process does it when it starts.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from ninja import Router, Schema


class ApiRouter(Router):
    """The router of each part of the API."""

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **options: Any
    ) -> None:
        shapes: dict[int, Any] = options.pop("response")
        answers = {status: shape for status, shape in shapes.items() if status < 400}
        super().add_api_operation(path, methods, view_func, response=answers, **options)
        operation = self.path_operations[path].operations[-1]
        operation.response_models |= {
            status: _model_of(shape) for status, shape in shapes.items() if status >= 400
        }


@cache
def _model_of(shape: type[Schema]) -> type[Schema]:
    """What ninja makes of the shape of an answer."""
    return type("NinjaResponseSchema", (Schema,), {"__annotations__": {"response": shape}})
