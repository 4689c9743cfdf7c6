"""A forgotten password: a link by mail where the site can send mail, else whom to ask. Django's own views."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView, PasswordResetView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from lessons.accounts.forms import ForgottenForm, NewPasswordForm
from lessons.network_limits import is_within
from lessons.refused import RefusedError

MAX_MAILS = 10
"""Requests for a link in an hour from one network."""


class ForgottenView(PasswordResetView):
    """Asks for the mail address of the account. Whether an account has it is not told."""

    form_class = ForgottenForm
    template_name = "account/forgotten.html"
    email_template_name = "account/forgotten_mail.txt"
    subject_template_name = "account/forgotten_subject.txt"
    success_url = reverse_lazy("password_reset_done")
    extra_context = {"is_sent": False}

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if not settings.HAS_MAIL:
            return render(request, self.template_name)
        if request.method == "POST" and not is_within(
            request, "accounts.mails", limit=MAX_MAILS, seconds=3600
        ):
            words = f"{MAX_MAILS} links were asked for from your network within an hour. Try again later."
            raise RefusedError(words, 429, retry_after=3600)
        return super().dispatch(request, *args, **kwargs)


def sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address."""
    return render(request, "account/forgotten.html", {"is_sent": True})


class NewPasswordView(PasswordResetConfirmView):
    """Opened by the link of the mail: a new password, then the sign-in."""

    form_class = NewPasswordForm
    template_name = "account/new_password.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:  # type: ignore[override]
        super().form_valid(form)
        messages.success(self.request, "Your password is changed. Sign in with it.")
        return redirect(self.get_success_url())
