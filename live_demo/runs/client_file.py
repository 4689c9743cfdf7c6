"""A lab's client.js as the page of a live run imports it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from live_demo.lab import all_labs
from live_demo.view.browser_code import client_source, version_of


@require_safe
def client_file(request: HttpRequest, lab: str) -> HttpResponse:
    """The file. Under the version that a page names it is kept by the browser, else asked for again."""
    if lab not in all_labs():
        raise Http404
    source = client_source(lab)
    is_current = request.GET.get("v") == version_of(source)
    return HttpResponse(
        source,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": f"public, {'max-age=31536000, immutable' if is_current else 'no-cache'}"},
    )
