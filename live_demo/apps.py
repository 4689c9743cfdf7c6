"""The live demo app."""

from django.apps import AppConfig


class LiveDemoConfig(AppConfig):
    name = "live_demo"
    verbose_name = "Live demo"

    def ready(self) -> None:
        from lessons.accounts.data import holdings
        from lessons.accounts.history import histories
        from lessons.accounts.merging import merges
        from lessons.folder.parts import lab_sources, parts, what_if_sources
        from lessons.progress import sources
        from lessons.recorded import folder_readers, readers
        from live_demo.expect.learner_data import merge_streaks, streak_of
        from live_demo.lab import all_labs
        from live_demo.predict.committing import predictions_made
        from live_demo.predict.learner_data import merge_predictions, predictions_of
        from live_demo.predict.recorded import recorded_cell
        from live_demo.record.folder_part import RecordingPart, cells_in_folder
        from live_demo.rooms.learner_data import merge_memberships, rooms_of
        from live_demo.runs.learner_data import latest_runs, merge_runs, runs_of
        from live_demo.runs.start import runs_done
        from live_demo.what_if_definitions import check_all, titles
        from live_demo.what_ifs.learner_data import diagnoses_of, merge_diagnoses

        parts.append(RecordingPart())
        lab_sources.append(all_labs)
        what_if_sources.append(titles)
        readers.append(recorded_cell)
        folder_readers.append(cells_in_folder)
        sources["live"] = runs_done
        sources["predict"] = predictions_made
        merges.extend([merge_diagnoses, merge_runs, merge_predictions, merge_streaks, merge_memberships])
        histories["Latest runs"] = latest_runs
        holdings["runs"] = runs_of
        holdings["predictions"] = predictions_of
        holdings["diagnoses"] = diagnoses_of
        holdings["streak"] = streak_of
        holdings["rooms"] = rooms_of
        check_all()
