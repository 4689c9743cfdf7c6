"""Serve a picture. Nothing in it can run, and it is asked for once: its address is its content."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lessons.models import Picture
from lessons.pictures.address import ENDINGS, parse_address

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    place = parse_address(request.path)
    found = Picture.objects.at(place).first() if place else None
    if not place or not found:
        raise Http404
    return HttpResponse(bytes(found.content), ENDINGS[place.ending], headers=_HEADERS)
