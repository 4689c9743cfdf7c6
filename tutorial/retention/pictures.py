"""Pictures that nothing shows any more: no lesson or draft, in the bin or not, no version and no history."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from reversion.models import Version

from lessons.models import Picture
from lessons.pictures.address import addresses_in
from quizzes.models import Response, StoredResponse

RETENTION = timedelta(days=30)
"""A picture is kept for so long after it was stored last, whether it is shown or not."""
_NO_CONTENT: tuple[type[Model], ...] = (StoredResponse, Response)
"""Rows with texts of learners and of programs, which no page shows as Markdown."""
_MARK = "/images/"


def unused_pictures() -> QuerySet[Picture]:
    """Pictures that are on no lesson's list and whose address is in no text."""
    listed = Picture.lessons.through.objects.values("picture")
    old = Picture.objects.filter(made_at__lt=timezone.now() - RETENTION).exclude(pk__in=listed)
    candidates = set(old.values_list("pk", flat=True))
    return old.filter(pk__in=candidates - _shown() if candidates else ())


def remove_pictures(keys: Sequence[str]) -> None:
    Picture.objects.filter(pk__in=keys).delete()


def _shown() -> set[str]:
    """The digests of all pictures whose address stands in a text."""
    texts = (text for model in _content() for text in _texts(model))
    return {place.digest for text in texts for place in addresses_in(text)}


def _content() -> Iterator[type[Model]]:
    for app in ("lessons", "quizzes"):
        yield from (model for model in apps.get_app_config(app).get_models() if model not in _NO_CONTENT)
    yield Version


def _texts(model: type[Model]) -> Iterator[str]:
    """The texts of all rows that have an address of a picture in them."""
    fields = [each for each in model._meta.local_fields if isinstance(each, TextField | JSONField)]
    if not fields:
        return
    as_text: dict[str, Any] = {f"{each.name}_text": Cast(each.name, TextField()) for each in fields}
    has_address = reduce(or_, (Q(**{f"{name}__contains": _MARK}) for name in as_text))
    rows = model._base_manager.alias(**as_text).filter(has_address).values_list(*as_text.values())
    for row in rows.iterator():
        yield from (text for text in row if text)
