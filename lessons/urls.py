"""Addresses of tracks, lessons and ways."""

from django.urls import path, re_path

from lessons import views
from lessons.done_page import done
from lessons.reference import views as reference
from lessons.stored_pictures.serve import picture
from lessons.ways import WAYS

_LESSON = r"^learn/(?P<track>[-\w]+)/(?P<lesson>[-\w]+)/"
_WAY = rf"{_LESSON}(?P<way>{'|'.join(WAYS)})/"

urlpatterns = [
    path("", views.home, name="home"),
    path("images/<str:name>", picture, name="picture"),
    path("search/", views.search, name="search"),
    path("glossary/", reference.glossary, name="glossary"),
    path("symptoms/", reference.symptoms, name="symptoms"),
    path("done/<slug:track>/", done, name="done"),
    path("learn/<slug:track>/", views.track, name="track"),
    path("learn/<slug:track>/<slug:lesson>/", views.way, name="lesson"),
    path("learn/<slug:track>/<slug:lesson>/snapshot.md", views.snapshot, name="snapshot"),
    re_path(rf"{_WAY}$", views.way, name="way"),
    re_path(rf"{_WAY}used/$", views.used, name="used"),
]
