"""The path of one learner through a track: for staff who work on it, where the track allows it.

Only learners with an account are shown. Guests and the learners of other programs have none.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lessons.models import Learner, Track
from lessons.plugin import plugins

_A_PAGE = 100
_MAX_NAME = 150


@require_safe
def learners(request: HttpRequest, pk: int) -> HttpResponse:
    """The learners who have done something in the track, by their user names."""
    track = _track(request, pk)
    name = request.GET.get("words", "")[:_MAX_NAME]
    found = _learners_of(track).filter(user__username__icontains=name)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    return _page(request, "lessons/admin/paths.html", track, f"Learners: {track}", page=page, name=name)


@require_safe
def path_of_learner(request: HttpRequest, pk: int, learner: UUID) -> HttpResponse:
    """What one learner did in the track, newest first."""
    track = _track(request, pk)
    found = get_object_or_404(_learners_of(track), pk=learner)
    entries = [entry for plugin in plugins() for entry in plugin.path(found, track)]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return _page(request, "lessons/admin/path.html", track, f"{found.user}: {track}", entries=entries)


def _track(request: HttpRequest, pk: int) -> Track:
    """A track that this user works on and that allows it. Raises `PermissionDenied` or `Http404`."""
    track = get_object_or_404(Track.objects.edited_by(request.user), pk=pk)
    if not track.shows_paths:
        raise PermissionDenied
    return track


def _learners_of(track: Track) -> QuerySet[Learner]:
    """The learners with an account, but not staff, who have done something in the track."""
    did = Q()
    for plugin in plugins():
        for rows in plugin.path_rows:
            did |= Q(Exists(rows._default_manager.filter(learner=OuterRef("pk"), lesson__track=track)))
    own = Learner.objects.filter(user__isnull=False, user__is_staff=False, user__is_superuser=False)
    return own.filter(did).select_related("user").order_by("user__username")


def _page(request: HttpRequest, template: str, track: Track, title: str, **context: Any) -> HttpResponse:
    context |= {**admin.site.each_context(request), "track": track, "title": title}
    return render(request, template, context)
