"""Finds the learner of a request: that of the account, else that of a signed cookie.

Every page sets the cookie, with a new id if there is none, so that two tabs of one browser are the same
learner. The row of the learner is made when the learner first does something.
"""

import uuid
from collections.abc import Mapping
from typing import cast

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse

from lessons.models import Learner
from lessons.models.learner import today
from lessons.network_limits import is_within, share_of
from lessons.prepared import Prepared
from lessons.prepared_writes import insert_unless_there
from lessons.refused import RefusedError

COOKIE = "learner"
COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie
_SALT = "lessons.identity"
_FOUND = "found_learner"
_ASKED = "asked_for_learner"
_ID = "learner_id_of_cookie"
_NEW_ID = "new_learner_id"


def _id_of(request: HttpRequest) -> uuid.UUID | None:
    """The id in the cookie, whose signature is checked once for a request."""
    if _ID not in request.__dict__:
        request.__dict__[_ID] = learner_id_in(request.COOKIES)
    return cast(uuid.UUID | None, request.__dict__[_ID])


def learner_id_in(cookies: Mapping[str, str]) -> uuid.UUID | None:
    """The learner id in the signed cookie; None if the cookie is missing or was tampered with."""
    try:
        return uuid.UUID(signing.loads(cookies.get(COOKIE, ""), salt=_SALT))
    except (signing.BadSignature, ValueError):
        return None


def visitor_id(request: HttpRequest) -> uuid.UUID:
    """The id in the cookie, or the one that `hand_out_cookie` puts there."""
    found = _id_of(request)
    if found is None:
        found = request.__dict__.setdefault(_NEW_ID, uuid.uuid4())
    return found


def find_learner(request: HttpRequest) -> Learner | None:
    """The learner of this browser; None for a visitor who has done nothing. Makes no row.

    The database is asked once for a request, and again when somebody else has signed in meanwhile.
    """
    request.__dict__[_ASKED] = times_asked(request) + 1
    asked = request.__dict__.get(_FOUND)
    if asked and asked[0] == request.user.pk:
        return cast(Learner | None, asked[1])
    return _noted(request, _find_learner(request))


def times_asked(request: HttpRequest) -> int:
    """The number of calls of `find_learner` for this request."""
    return cast(int, request.__dict__.get(_ASKED, 0))


_FIELDS = ("id", "user_id", "created_at", "last_act_on")
_guests = Prepared(
    lambda learner_id: Learner.objects.filter(id=learner_id, user=None).values_list(*_FIELDS), uuid.UUID
)
_with_accounts = Prepared(lambda user_id: Learner.objects.filter(user=user_id).values_list(*_FIELDS), int)


def _find_learner(request: HttpRequest) -> Learner | None:
    if request.user.is_authenticated:
        rows = _with_accounts.converted(request.user.pk)
    else:
        learner_id = _id_of(request)
        rows = _guests.converted(learner_id) if learner_id else []
    return Learner.from_db(connection.alias, _FIELDS, rows[0]) if rows else None


def was_found(request: HttpRequest) -> uuid.UUID | None:
    """The id of the learner that `find_learner` or `ensure_learner` had for this request, if any."""
    _, learner = request.__dict__.get(_FOUND, (None, None))
    return cast(Learner, learner).pk if learner else None


def _noted[Found: Learner | None](request: HttpRequest, learner: Found) -> Found:
    request.__dict__[_FOUND] = request.user.pk, learner
    return learner


def ensure_learner(request: HttpRequest) -> Learner:
    """The learner of this browser, whose row is made if it is missing. Pass the response to `remember`.

    Raises `RefusedError` where too many new ones come from one network.
    """
    found = find_learner(request)
    if found:
        return found if found.user_id else _acting(found)
    if request.user.is_authenticated:
        return _noted(request, Learner.objects.get_or_create(user=request.user)[0])
    _count_newcomer(request)
    return _noted(request, _new_guest(_id_of(request)))


def _new_guest(cookie: uuid.UUID | None) -> Learner:
    """A learner with the id of the cookie. Another id where that learner has got an account."""
    learner = Learner(id=cookie or uuid.uuid4())
    if insert_unless_there(learner):
        return learner
    learner = Learner.objects.get(id=learner.id)
    return learner if learner.user_id is None else Learner.objects.create()


def _acting(guest: Learner) -> Learner:
    """Note that the guest is active today. A guest whom `clean_up` removes at this moment is made again."""
    if guest.last_act_on == today():
        return guest
    if Learner.objects.filter(pk=guest.pk).update(last_act_on=today()):
        return guest
    return Learner.objects.create(id=guest.pk)


def _count_newcomer(request: HttpRequest) -> None:
    limit = share_of(settings.LEARNERS_PER_MINUTE)
    if not is_within(request, "lessons.newcomers", limit=limit, seconds=60):
        raise RefusedError(
            f"More than {limit} learners have begun at your network within a minute. "
            "Wait a minute, then try again.",
            429,
            retry_after=60,
        )


def remember[Response: HttpResponse](response: Response, learner: Learner) -> Response:
    """Put the learner's signed cookie on `response`."""
    _set_cookie(response, learner.id)
    return response


def hand_out_cookie[Response: HttpResponse](request: HttpRequest, response: Response) -> Response:
    """Set the cookie with a new id if the browser has none yet."""
    if _id_of(request) is None:
        _set_cookie(response, visitor_id(request))
    return response


def forget[Response: HttpResponse](response: Response) -> Response:
    """Delete the learner's cookie."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _set_cookie(response: HttpResponse, learner_id: uuid.UUID) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(str(learner_id), salt=_SALT),
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
