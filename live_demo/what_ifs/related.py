"""The what-ifs of other labs that a lesson names, and the lessons of its track in which they run."""

from collections.abc import Mapping

from lessons.models import Lesson
from lessons.models.track import Visitor
from live_demo.what_if_definitions import WhatIf, what_ifs_of


def related_what_ifs(lesson: Lesson, user: Visitor) -> Mapping[Lesson, list[WhatIf]]:
    """The what-ifs of other labs that `lesson` names, by the lesson in which each runs.

    That is the first lesson of the track with the lab, of those that `user` may see. A what-if without such
    a lesson is left out.
    """
    named = [name.split("/", 1) for name in lesson.what_ifs]
    if not named:
        return {}
    others = Lesson.objects.visible_to(user).filter(track=lesson.track_id, lab__in={lab for lab, _ in named})
    at = {other.lab: other for other in others.exclude(pk=lesson.pk).order_by("-number")}
    found: dict[Lesson, list[WhatIf]] = {}
    for lab, name in named:
        if lab in at and name in what_ifs_of(lab):
            found.setdefault(at[lab], []).append(what_ifs_of(lab)[name])
    return found
