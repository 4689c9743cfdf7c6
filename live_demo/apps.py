"""The live demo app."""

from django.apps import AppConfig


class LiveDemoConfig(AppConfig):
    name = "live_demo"
    verbose_name = "Live demo"

    def ready(self) -> None:
        from lessons.accounts.data import holdings
        from lessons.accounts.history import histories
        from lessons.accounts.merging import merges
        from lessons.folder.parts import lab_sources, parts
        from lessons.progress import sources
        from live_demo.folder_part import RecordingPart
        from live_demo.lab import all_labs
        from live_demo.learner_data import latest_runs, merge_runs, runs_of
        from live_demo.runs import runs_done

        parts.append(RecordingPart())
        lab_sources.append(all_labs)
        sources.append(runs_done)
        merges.append(merge_runs)
        histories["Latest runs"] = latest_runs
        holdings["runs"] = runs_of
