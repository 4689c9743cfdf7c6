"""The pages of the glossary and of the symptoms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lessons.reference.pages import shown_glossary, shown_symptoms


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Every term of the lessons, explained."""
    return render(request, "lessons/glossary.html", {"terms": shown_glossary(request.user)})


@require_safe
def symptoms(request: HttpRequest) -> HttpResponse:
    """What people see of a broken socket, what it comes from, and the mend."""
    return render(request, "lessons/symptoms.html", {"symptoms": shown_symptoms(request.user)})
