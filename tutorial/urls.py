"""All URLs of Handshake, with one include for each app."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from lessons.admin.view_on_site import view_on_site
from live_demo.what_ifs import urls as what_ifs
from tutorial import privacy, shell

handler500 = "tutorial.database_away.failed"
urlpatterns = [
    path("api/", include("quizzes.api.urls")),  # first: Django tries one address after the other
    path("learn/", include(what_ifs.ways)),  # before lessons.urls: the page of a what-if may need a frame
    path("learn/", include("live_demo.predict.urls")),  # before lessons.urls: it handles the POST of the way
    path("learn/", include("live_demo.take_home.urls")),
    path("", include("lessons.urls")),
    path("account/", include("lessons.accounts.urls")),
    path("learn/", include("quizzes.urls")),
    path("review/", include("quizzes.recall.urls")),
    path("live/", include("live_demo.build.urls")),
    path("live/", include("live_demo.challenges.urls")),
    path("live/", include("live_demo.explain.urls")),
    path("live/", include("live_demo.what_ifs.urls")),
    path("live/", include("live_demo.urls")),
    path("admin/quizzes/analysis/", include("quizzes.analysis.urls")),
    path("admin/challenges/", include("live_demo.challenges.desk_urls")),
    path("admin/runs/", include("live_demo.record.desk.urls")),
    path("admin/quizzes/formats/", include("quizzes.formats.urls")),
    path("admin/quizzes/arranging/", include("quizzes.arranging.urls")),
    path("admin/quizzes/bank/", include("quizzes.bank.urls")),
    path("admin/quizzes/regrading/", include("quizzes.regrading.urls")),
    path("admin/r/<int:content_type_id>/<path:object_id>/", admin.site.admin_view(view_on_site)),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("icon.svg"))),
    path("theme/", shell.set_theme, name="theme"),
    path("privacy/", privacy.privacy, name="privacy"),
]
