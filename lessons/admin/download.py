"""Lessons as a zip of folders, which `load_lessons` and the upload page can read."""

from django.db.models import QuerySet
from django.http import HttpResponse

from lessons.folder.archive import pack
from lessons.folder.from_rows import file_contents, lesson_folder, track_content
from lessons.folder.validation import problems_of
from lessons.folder.write import folder_name, lesson_files, track_file
from lessons.models import Lesson, Track
from lessons.stored_pictures.folder import as_folder


def zip_of(lessons: QuerySet[Lesson], tracks: QuerySet[Track]) -> HttpResponse:
    """A zip of the tracks with those of `lessons` that they have. Drafts that are incomplete are left out."""
    chosen = list(tracks)
    files: dict[str, str | bytes] = {
        f"{track.slug}/track.toml": track_file(track_content(track)) for track in chosen
    }
    for lesson in Lesson.objects.with_sections().filter(pk__in=lessons):
        if not problems_of(lesson):
            content = lesson_folder(lesson)
            for name, data in as_folder(lesson_files(content, file_contents(lesson))).items():
                files[f"{lesson.track.slug}/{folder_name(content)}/{name}"] = data
    name = f"{chosen[0].slug}.zip" if len(chosen) == 1 else "tracks.zip"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(pack(files), "application/zip", headers={"Content-Disposition": disposition})
