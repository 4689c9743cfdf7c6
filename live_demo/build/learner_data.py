"""The code of a learner: merged into an account, exported."""

from typing import Any

from lessons.models import Learner
from live_demo.build.models import CodeVersion


def merge_code(guest: Learner, own: Learner) -> None:
    """Give all versions of the guest to the account, where they stand by their time."""
    CodeVersion.objects.filter(learner=guest).update(learner=own)


def code_of(learner: Learner) -> list[dict[str, Any]]:
    """Every version, oldest first."""
    versions = (
        CodeVersion.objects.filter(learner=learner).select_related("lesson__track").order_by("saved_at", "pk")
    )
    return [
        {
            "lesson": f"{each.lesson.track.slug}/{each.lesson.slug}",
            "challenge": each.challenge,
            "saved_at": each.saved_at,
            "source": each.source,
        }
        for each in versions
    ]
