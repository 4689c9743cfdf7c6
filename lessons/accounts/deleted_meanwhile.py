"""Answers a request whose account or learner was deleted by another one while it was under way."""

import logging
from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lessons.identity import was_found
from lessons.models import Learner
from lessons.refused import RefusedError

WORDS = "Your account or your data was deleted in the meantime, so nothing of this was stored."
_AWAY = (OperationalError, InterfaceError)

logger = logging.getLogger(__name__)


class DeletedMeanwhileMiddleware:
    """Answers 409 where a row that a view refers to has gone with the account or the learner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_about_rows = isinstance(error, DatabaseError | ObjectDoesNotExist) and not isinstance(error, _AWAY)
        if not is_about_rows or not _is_deleted(request):
            return None
        logger.warning("%s: 409, who asked was deleted meanwhile: %s", request.path, type(error).__name__)
        refused = RefusedError(WORDS, 409)
        return refused.on(render(request, "refused.html", {"message": refused}))


def _is_deleted(request: HttpRequest) -> bool:
    """Whether the account or the learner that the request had at its beginning is in no row any more."""
    learner = was_found(request)
    if learner and not Learner.objects.filter(pk=learner).exists():
        return True
    account = request.user.pk if request.user.is_authenticated else None
    return account is not None and not User.objects.filter(pk=account).exists()
