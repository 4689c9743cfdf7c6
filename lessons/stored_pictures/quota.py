"""How many pictures a lesson may have."""

from collections.abc import Collection

from lessons.models import Lesson, Picture
from lessons.pictures.decode import DecodedPicture
from lessons.pictures.errors import PictureError

MAX_PICTURES = 40
MAX_BYTES = 8 * 1024 * 1024


def add_to(lesson: Lesson, pictures: Collection[DecodedPicture]) -> None:
    """Store the pictures for `lesson`, in a transaction. Raises `PictureError` before anything is stored."""
    held = set(lesson.pictures.values_list("digest", flat=True))
    new = {each.address.digest: each for each in pictures if each.address.digest not in held}
    if len(held) + len(new) > MAX_PICTURES:
        raise PictureError(f"a lesson has at most {MAX_PICTURES} pictures")
    if lesson.pictures.all().bytes() + sum(len(each.content) for each in new.values()) > MAX_BYTES:
        raise PictureError(f"the pictures of a lesson have at most {MAX_BYTES // 1024 // 1024} MB together")
    lesson.pictures.add(*(Picture.store(each) for each in new.values()))
