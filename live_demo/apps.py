"""The live demo app."""

from django.apps import AppConfig


class LiveDemoConfig(AppConfig):
    name = "live_demo"
    verbose_name = "Live demo"

    def ready(self) -> None:
        from lessons.folder.parts import lab_sources, parts
        from lessons.progress import sources
        from live_demo.folder_part import RecordingPart
        from live_demo.lab import all_labs
        from live_demo.predict.committing import predictions_made
        from live_demo.runs import runs_done

        parts.append(RecordingPart())
        lab_sources.append(all_labs)
        sources.append(runs_done)
        sources.append(predictions_made)
