"""The live demo app."""

from django.apps import AppConfig


class LiveDemoConfig(AppConfig):
    name = "live_demo"
    verbose_name = "Live demo"

    def ready(self) -> None:
        from lessons.folder.parts import lesson_checks, parts
        from lessons.progress import sources
        from live_demo.folder_part import RecordingPart, lab_findings
        from live_demo.runs import runs_done

        parts.append(RecordingPart())
        lesson_checks.append(lab_findings)
        sources.append(runs_done)
