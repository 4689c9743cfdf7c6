"""The live demo app."""

from django.apps import AppConfig


class LiveDemoConfig(AppConfig):
    name = "live_demo"
    verbose_name = "Live demo"

    def ready(self) -> None:
        from lessons.plugin import register
        from live_demo.challenges.definition import check_challenges
        from live_demo.lab_settings import check_lab_settings
        from live_demo.plugin import LiveDemoPlugin
        from live_demo.processes.heartbeat import heartbeat
        from live_demo.rooms.models import Room
        from live_demo.runs.lost import lose_overdue_runs, lose_runs_of
        from live_demo.runs.watched import watched
        from live_demo.sockets.places import exchange_counts
        from live_demo.what_if_definitions import check_all

        register(LiveDemoPlugin())
        check_lab_settings()
        check_all()
        check_challenges()
        heartbeat.on_death.append(lose_runs_of)
        heartbeat.on_beat += [lose_overdue_runs, Room.objects.forget_networks, watched.look, exchange_counts]
