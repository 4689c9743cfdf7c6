"""A learner's consent that instructors replay the judged runs of their code: a row while it is given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lessons.identity import ensure_learner, remember
from lessons.models import Learner
from lessons.plugin import Consent
from live_demo.challenges.models import CodeConsent


def _is_given(learner: Learner) -> bool:
    return CodeConsent.objects.filter(learner=learner).exists()


CONSENT = Consent(
    heading="Instructors may replay my code",
    shown="Instructors see the code that you had checked in challenges, and replay how it ran, to find out "
    "where learners get stuck. They do not see your name. It is off unless you switch it on. Once you switch "
    "it off again, nothing of yours is shown any more.",
    is_given=_is_given,
    address="code_consent",
)


@require_POST
def allow(request: HttpRequest) -> HttpResponse:
    """Give the consent, or with any other value than 'yes' take it back."""
    learner = ensure_learner(request)
    if request.POST.get("allow") == "yes":
        CodeConsent.objects.get_or_create(learner=learner)
    else:
        CodeConsent.objects.filter(learner=learner).delete()
    return remember(redirect("profile"), learner)


def merge_consent(guest: Learner, own: Learner) -> None:
    """What a guest allowed, the account allows: it is the same person."""
    if CodeConsent.objects.filter(learner=guest).exists():
        CodeConsent.objects.get_or_create(learner=own)


def consents_of(learner: Learner) -> list[dict[str, Any]]:
    """[{to, given_at}] for the export: one row, or none while the learner does not consent."""
    given = CodeConsent.objects.filter(learner=learner).values_list("given_at", flat=True)
    return [{"to": CONSENT.heading, "given_at": at} for at in given]
