"""Notes which parameters and fields a page asks for."""

from django.http import QueryDict


def names_read(monkeypatch):
    """The names of parameters and fields that are asked for from now on: a set that grows."""
    names = set()

    class Recording(QueryDict):
        def __getitem__(self, name):
            names.add(name)
            return super().__getitem__(name)

        def __contains__(self, name):
            if not self._mutable:  # or it is being filled
                names.add(name)
            return super().__contains__(name)

        def getlist(self, name, default=None):
            names.add(name)
            return super().getlist(name, default)

    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Recording)
    monkeypatch.setattr("django.http.request.QueryDict", Recording)
    return names
