"""Sign in, sign up, sign out, change the password. Each is a full page and needs no JavaScript."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lessons.accounts.forms import ChangePasswordForm, SignInForm, SignUpForm
from lessons.accounts.throttling import (
    MAX_SIGN_UPS,
    count_taken_name,
    may_sign_up,
    refuse_asking_for_names,
)
from lessons.identity import find_learner, forget

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_form_view = require_http_methods(["GET", "HEAD", "POST"])


@_form_view
@never_cache
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in. What was done in this browser without an account moves into the account."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request, _posted(request))
    if form.is_valid():
        return _enter(request, form.get_user())
    return _page(request, "account/sign_in.html", form)


@_form_view
@never_cache
@sensitive_post_parameters()
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and sign in to it."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    if request.method == "POST":
        refuse_asking_for_names(request)
    form = SignUpForm(_posted(request))
    if form.has_error("username", "unique"):
        count_taken_name(request)
    if form.is_valid() and (user := _made(request, form)):
        return _enter(request, user)
    return _page(request, "account/sign_up.html", form)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and forget the learner: the next person at this browser is another learner."""
    logout(request)
    messages.success(request, "You are signed out. Your progress is kept in your account.")
    return forget(redirect("home"))


@_form_view
@never_cache
@login_required
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password. This browser stays signed in, all others are signed out."""
    form = ChangePasswordForm(request.user, _posted(request))
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Your password is changed. Other browsers are signed out.")
        return redirect("profile")
    return _page(request, "account/password.html", form)


def locked(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """The response of axes after too many failed sign-ins, on this site and in the admin."""
    pause: timedelta = settings.AXES_COOLOFF_TIME
    context = {"failures": settings.AXES_FAILURE_LIMIT, "minutes": pause.seconds // 60}
    page = render(request, "account/locked.html", context, status=429)
    page.headers["Retry-After"] = str(pause.seconds)
    return page


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _made(request: HttpRequest, form: SignUpForm) -> User | None:
    """The new account; None if it could not be made, and then the form has an error that says why."""
    if not may_sign_up(request):
        form.add_error(None, f"{MAX_SIGN_UPS} accounts were made from here within an hour. Try again later.")
        return None
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:  # the same form was sent twice at once
        form.add_error("username", "Somebody has just taken this user name. If it was you, sign in.")
        return None


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    brings_progress = find_learner(request) is not None
    login(request, user, backend=_BACKEND)
    if brings_progress:
        messages.success(request, "What you did in this browser is now in your account.")
    return redirect(_next(request))


def _page(request: HttpRequest, template: str, form: BaseForm) -> HttpResponse:
    context = {"form": form, "next": _next(request)}
    return render(request, template, context, status=400 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    """The address to go to afterwards: the `next` of the request if it is on this site, else the profile."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("profile")
