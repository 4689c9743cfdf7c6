"""Query strings."""

from django.http import HttpRequest
from pydantic import BaseModel

from quizzes.api.problems import WRONG_FORM, Fault, ProblemError


def refuse_unknown(request: HttpRequest, known: type[BaseModel]) -> None:
    """Raise `ProblemError` for a name that the filter lacks. A misspelled filter would find everything."""
    names = ", ".join(known.model_fields)
    unknown = [
        Fault(field=name, reason=f"Known are: {names}.")
        for name in request.GET.keys() - known.model_fields.keys()
    ]
    if unknown:
        raise ProblemError("invalid-request", WRONG_FORM, unknown)
