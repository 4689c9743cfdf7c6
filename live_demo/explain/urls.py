"""The address of Why?"""

from django.urls import path

from live_demo.explain import views

urlpatterns = [path("runs/<uuid:run_id>/why/", views.why, name="explain_run")]
