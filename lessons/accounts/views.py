"""The profile of a learner, with or without an account: progress, export and deletion of data."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lessons.accounts.consents import consents_of
from lessons.accounts.data import delete_account, everything_about
from lessons.accounts.forms import DeleteForm
from lessons.accounts.history import history_of
from lessons.identity import find_learner, forget
from lessons.models import Lesson
from lessons.progress import last_use, progress_of
from lessons.ways import WAYS


@require_safe
@never_cache
def profile(request: HttpRequest) -> HttpResponse:
    """What the learner has done, lesson by lesson, with links to it."""
    learner = find_learner(request)
    done = progress_of(learner)
    visible = Lesson.objects.visible_to(request.user)
    lessons = visible.filter(pk__in=done).select_related("track").order_by("track__number", "number")
    context = {
        "lessons": [(lesson, done[lesson.pk]) for lesson in lessons],
        "ways": WAYS.values(),
        "histories": history_of(learner),
        "resume": last_use(learner, visible),
        "learner": learner,
        "consents": consents_of(learner),
    }
    return render(request, "account/profile.html", context)


@require_safe
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that is stored about this learner, as a JSON file."""
    headers = {"Content-Disposition": 'attachment; filename="handshake-my-data.json"'}
    data = everything_about(request.user, find_learner(request))
    return JsonResponse(data, json_dumps_params={"indent": 1}, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def delete_data(request: HttpRequest) -> HttpResponse:
    """GET asks. POST deletes everything about the learner, and the account if that was chosen."""
    user = request.user if isinstance(request.user, User) else None
    form = DeleteForm(user, request.POST if request.method == "POST" else None)
    learner = find_learner(request)
    if not form.is_valid():
        return render(request, "account/delete.html", {"form": form, "learner": learner})
    if user and form.cleaned_data.get("account"):
        logout(request)
        delete_account(user)
        messages.success(request, "Your data and your account are deleted. You are signed out.")
    else:
        if learner:
            learner.delete()
        messages.success(request, "Your data is deleted.")
    return forget(redirect("profile"))
