from pathlib import Path

from django.apps import AppConfig


class OddLabsConfig(AppConfig):
    name = "tests.odd_labs"

    def ready(self):
        from live_demo.lab import Lab, all_labs
        from tests.odd_labs import consumers, meeting

        source = Path(consumers.__file__).read_text()
        for name, consumer in consumers.LABS.items():
            all_labs()[name] = Lab(name, consumer, source)
        all_labs()["meeting"] = Lab(
            "meeting",
            meeting.MeetingConsumer,
            Path(meeting.__file__).read_text(),
            meeting.application,
            (meeting.DoorConsumer,),
        )
