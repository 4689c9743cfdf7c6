"""Addresses of rooms."""

from django.urls import path

from live_demo.rooms import member_views, views

urlpatterns = [
    path("rooms/", views.find, name="find_room"),
    path("rooms/<str:code>/", views.show, name="room"),
    path("rooms/<str:code>/join/", views.join, name="join_room"),
    path("rooms/<str:code>/leave/", member_views.leave_room, name="leave_room"),
    path("rooms/<str:code>/close/", member_views.close, name="close_room"),
    path("rooms/<str:code>/members/", member_views.members, name="room_members"),
    path("rooms/<str:code>/sockets/", member_views.start, name="start_room_run"),
    path("<slug:track>/<slug:lesson>/rooms/", views.make, name="make_room"),
]
