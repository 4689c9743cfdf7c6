"""A learner keeps a run for longer than runs are kept, or lets it go again."""

from django.conf import settings

from live_demo.runs.models import Run


def keep(run: Run) -> bool:
    """Keep the run. Returns False if its learner keeps as many as allowed. Repeating it changes nothing."""
    others = Run.objects.filter(learner=run.learner_id, is_kept=True).exclude(pk=run.pk)
    if others.count() >= settings.LIVE_DEMO["MAX_KEPT_RUNS"]:
        return False
    Run.objects.filter(pk=run.pk).update(is_kept=True)
    return True


def let_go(run: Run) -> None:
    """Keep the run no longer. The clean-up removes it when its time is over, which may be the next night."""
    Run.objects.filter(pk=run.pk).update(is_kept=False)
