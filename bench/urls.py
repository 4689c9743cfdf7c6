"""The product's addresses, and two views that do nothing but answer: what Django and the server cost."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def constant(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"score": 1.0, "total": 1})


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("bench/constant", constant),
    path("bench/page", page),
    path("healthz", page),  # where no ASGI application of ours answers it before Django does
    path("", include("tutorial.urls")),
]
