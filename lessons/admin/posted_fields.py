"""The fields of a POST, of which a form with many rows takes many copies."""

from typing import Any, Self

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict


class PostedFields(QueryDict):
    """A QueryDict that holds texts only. Its copies share the texts, as those never change."""

    @classmethod
    def of(cls, fields: QueryDict) -> Self:
        """The same fields, as immutable as the POST of a request."""
        copied = cls(mutable=True, encoding=fields.encoding)
        for name, texts in fields.lists():
            MultiValueDict.setlist(copied, name, [*texts])
        copied._mutable = False
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:  # type: ignore[override]  # a stub says `QueryDict`
        copied = self.of(self)
        copied._mutable = True
        memo[id(self)] = copied
        return copied
