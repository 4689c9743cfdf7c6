"""The page that says what is kept of a person, and for how long."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lessons.models import Track


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say in plain words what this site keeps, and how long. docs/privacy.md says the same to operators."""
    kept: dict[str, Any] = {f"{name}_days": time.days for name, time in settings.RETENTION.items()}
    kept["most_kept_runs"] = settings.LIVE_DEMO["MAX_KEPT_RUNS"]
    kept["tracks"] = Track.objects.filter(shows_paths=True)
    return render(request, "privacy.html", kept)
