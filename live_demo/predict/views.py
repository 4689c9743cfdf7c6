"""The way `predict`: fill in, commit, be graded. A live run shows each truth as it comes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lessons.identity import ensure_learner, find_learner, remember
from lessons.models import Learner, Lesson
from lessons.refused import RefusedError
from lessons.rendering import rendered
from lessons.views import find_lesson, way
from live_demo.lab_settings import lab_settings
from live_demo.predict.committing import (
    bind,
    commit,
    grade_by_recording,
    grade_by_run,
)
from live_demo.predict.forms import PredictionForm
from live_demo.predict.models import Prediction
from live_demo.predict.tables import prediction_tables
from live_demo.runs.models import Recording
from live_demo.runs.views import started
from live_demo.view.panes import panes

ALREADY_LOCKED_IN = "You have already locked in a prediction. It counts, and the new one was not stored."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache  # the Back button must not show the cells as they were before the run
def predict(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """The page of the way. A POST commits a prediction."""
    if request.method != "POST":
        return way(request, track, lesson, "predict")
    found = find_lesson(request, track, lesson)
    form = PredictionForm(found, request.POST)
    if not form.is_valid():
        return _form_page(request, found, form, status=400)
    learner = ensure_learner(request)
    try:
        _, is_new = commit(learner, found, form.answers())
    except RefusedError as error:
        form.add_error(None, str(error))
        return remember(error.on(_form_page(request, found, form, status=error.status)), learner)
    if not is_new:
        messages.warning(request, ALREADY_LOCKED_IN)
    return remember(_to_the_prediction(track, lesson), learner)


@require_POST
def start(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """A new run of the lesson's lab, which grades the learner's open prediction."""
    return started(request, find_lesson(request, track, lesson), prepare=bind)


@require_POST
def grade_recorded(request: HttpRequest, track: str, lesson: str) -> HttpResponse:
    """Grade the learner's open prediction by the lesson's recorded run, where no live run is possible."""
    found = find_lesson(request, track, lesson)
    learner = find_learner(request)
    open_one = Prediction.objects.open().filter(learner=learner, lesson=found).first() if learner else None
    if open_one:
        grade_by_recording(open_one, get_object_or_404(Recording, lesson=found))
    return _to_the_prediction(track, lesson)


def predict_way_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    """The context of `ways/predict.html`: the learner's latest prediction, or a blank form.

    The form is blank where there is no prediction yet, and for ?again.
    """
    latest = _latest(lesson, find_learner(request))
    if latest and latest.graded_at and "again" in request.GET:
        latest = None
    tables = prediction_tables(lesson, prediction=latest)
    return {
        "tables": tables,
        "has_recording": Recording.objects.filter(lesson=lesson).exists(),
        "bench": _bench(lesson) if tables.state == "committed" else "",
        "two_clients": lab_settings(lesson.lab).two,
    }


def _bench(lesson: Lesson) -> SafeString:
    """The lab of `lesson` with empty tables: the recorded run would give the answers away."""
    return rendered(
        lesson,
        "live_demo/predict/_bench.html",
        panes=lambda: panes(lesson, []),
        limits=settings.LIVE_DEMO,
        can_cut=lab_settings(lesson.lab).cut,
        two_clients=lab_settings(lesson.lab).two,
        start_url=reverse("start_predicted_run", args=[lesson.track.slug, lesson.slug]),
    )


def _to_the_prediction(track: str, lesson: str) -> HttpResponse:
    """Redirect to the page, with the focus at the prediction."""
    return redirect(f"{reverse('predict', args=[track, lesson])}#predict")


def _latest(lesson: Lesson, learner: Learner | None) -> Prediction | None:
    """The open prediction, else the latest. If its run has ended without grading it, it is graded now."""
    if learner is None:
        return None
    predictions = Prediction.objects.filter(learner=learner, lesson=lesson).select_related(
        "run", "lesson__track"
    )
    found = predictions.order_by(F("graded_at").desc(nulls_first=True)).first()
    if found and not found.graded_at and found.run and found.run.ended_at and not found.run.is_lost:
        grade_by_run(str(found.run.pk), found.run.points)
        return predictions.get(pk=found.pk)
    return found


def _form_page(request: HttpRequest, lesson: Lesson, form: PredictionForm, status: int) -> HttpResponse:
    """The form as it was filled in, with its errors."""
    context = {"lesson": lesson, "tables": prediction_tables(lesson, form=form)}
    return render(request, "live_demo/predict/form_page.html", context, status=status)
