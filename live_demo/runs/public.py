"""A run that its owner shares: a page for everybody who has the address, a frame for other pages, oEmbed."""

import secrets
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from live_demo.runs.models import Run
from live_demo.runs.shown import how_it_ended, shown_lab, shown_points
from live_demo.runs.views import own_run
from live_demo.view.replay import replay

_ANYWHERE: Any = settings.SECURE_CSP | {"frame-ancestors": ["*"]}
WIDTH, HEIGHT = 960, 640
"""Pixels of the frame that is offered."""


@require_POST
def share(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Make a public address for the run, or with `stop` take it away for good; then back to its page."""
    found = own_run(request, run_id)
    if "stop" in request.POST:
        Run.objects.filter(pk=found.pk).update(public_key="")
        messages.success(request, "The public link leads nowhere any more.")
    elif found.ended_at and not found.is_lost and not found.is_mystery:
        Run.objects.filter(pk=found.pk, public_key="").update(public_key=secrets.token_urlsafe(20))
        messages.success(request, "Whoever has the link can see this run, without your name.")
    return redirect(found)


@require_safe
def shared_run(request: HttpRequest, key: str) -> HttpResponse:
    """The run with this public key, in the player."""
    return render(request, "live_demo/public/run.html", _context(request, key))


@require_safe
@xframe_options_exempt
@csp_override(_ANYWHERE)
def embedded_run(request: HttpRequest, key: str) -> HttpResponse:
    """The same for a frame of another page. Nothing in it depends on a visitor."""
    return render(request, "live_demo/public/frame.html", _context(request, key))


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What another site needs to show ?url= in its page (oembed.com): type rich, as JSON."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON is offered.", status=501)
    try:
        match = resolve(urlsplit(request.GET.get("url", "")).path)
    except (Resolver404, ValueError) as error:
        raise Http404 from error
    if match.url_name != "public_run":
        raise Http404
    found = _public(match.kwargs["key"])
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Handshake",
            "provider_url": settings.PUBLIC_URL,
            "title": f"A run of {found.lesson.title}",
            "width": WIDTH,
            "height": HEIGHT,
            "html": frame_html(found),
        }
    )


def frame_html(run: Run) -> str:
    """The iframe that shows the run in another page."""
    address = f"{settings.PUBLIC_URL}{reverse('embedded_run', args=[run.public_key])}"
    context = {"address": address, "run": run, "width": WIDTH, "height": HEIGHT}
    return render_to_string("live_demo/public/_iframe.html", context).strip()


def _public(key: str) -> Run:
    """The shared run with this key. Raises `Http404`."""
    runs = Run.objects.select_related("lesson__track", "diagnosis").exclude(ended_at=None)
    runs = runs.prefetch_related("lesson__steps", "lesson__variables").exclude(public_key="")
    found = get_object_or_404(runs, public_key=key, is_lost=False)
    if found.lesson.is_draft or found.is_mystery:
        raise Http404
    return found


def _context(request: HttpRequest, key: str) -> dict[str, Any]:
    found = _public(key)
    points = shown_points(found)
    return {
        "run": found,
        "lesson": found.lesson,
        "summary": how_it_ended(found, points),
        "address": f"{settings.PUBLIC_URL}{reverse('public_run', args=[key])}",
        "oembed": f"{settings.PUBLIC_URL}{reverse('oembed')}",
        "replay": replay(
            found.lesson,
            points,
            server=found.server,
            wanted=request.GET.get("point", ""),
            at_end=False,
            lab=shown_lab(found),
        ),
    }
