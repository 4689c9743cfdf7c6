"""The product's addresses, and a view that does nothing but answer: what Django and the server cost."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def constant(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"score": 1.0, "total": 1})


urlpatterns = [path("bench/constant", constant), path("", include("tutorial.urls"))]
