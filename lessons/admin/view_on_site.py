"""'View on site' in the admin, for rows that the user may see. Django's view reveals any row's address."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe


@require_safe
def view_on_site(request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
    """Redirect to the page of a row that the user may see in the admin; 404 for any other row."""
    model = get_object_or_404(ContentType, pk=content_type_id).model_class()
    desk = admin.site._registry.get(model) if model else None
    row = desk.get_object(request, object_id) if desk else None
    if not desk or row is None or not desk.has_view_permission(request, row):
        raise Http404("This does not exist, or you may not see it.")
    return shortcut(request, content_type_id, object_id)
