"""The few pages of the truth servers: a session, and a page for Chromium."""

from pathlib import Path

import django_htmx
from django.contrib.auth import get_user_model, login, logout
from django.http import FileResponse, HttpResponse
from django.urls import path, re_path

SCRIPTS = Path(django_htmx.__file__).parent / "static" / "django_htmx"


def sign_in(request):
    user, _ = get_user_model().objects.get_or_create(username=request.GET.get("name", "ada"))
    login(request, user)
    return HttpResponse(user.username)


def sign_out(request):
    logout(request)
    return HttpResponse("nobody")


def new_password(request):
    request.user.set_password("another")
    request.user.save()
    return HttpResponse("changed")


def deactivate(request):
    request.user.is_active = False
    request.user.save()
    return HttpResponse("inactive")


def empty(request):
    return HttpResponse("<!doctype html><title>Truth</title>")


def htmx(request):
    scripts = "<script src=/htmx-2.js></script><script src=/ext/hx-ws-2.js></script>"
    return HttpResponse(f"<!doctype html><title>Truth</title>{scripts}<body></body>")


def strict(request):
    """The same, with our Content-Security-Policy and the settings of htmx that it needs."""
    config = """<meta name=htmx-config content='{"allowEval":false,"includeIndicatorStyles":false}'>"""
    response = htmx(request)
    response.content = response.content.replace(b"<script", config.encode() + b"<script", 1)
    response["Content-Security-Policy"] = "default-src 'self'"
    return response


def script(request, name):
    return FileResponse((SCRIPTS / name).open("rb"), content_type="text/javascript")


urlpatterns = [
    path("sign-in/", sign_in),
    path("sign-out/", sign_out),
    path("new-password/", new_password),
    path("deactivate/", deactivate),
    path("", empty),
    path("htmx/", htmx),
    path("strict/", strict),
    re_path(r"^(?P<name>[\w/-]+[.]js)$", script),
]
