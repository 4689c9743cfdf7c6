"""Pictures are decoded: known by what they hold, bounded in pixels and in time, and nothing else is kept."""

import io

import pytest
from PIL import Image
from PIL.ImageFile import ImageFile

from lessons.pictures import apart
from lessons.pictures.decode import MAX_BYTES, decode
from lessons.pictures.errors import PictureError
from tests.support.drawn_picture import drawn


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "gif")]
)
def test_a_picture_is_known_by_what_it_holds(kind, ending):
    found = decode("My Figure.exe", drawn(kind))
    assert (found.name, found.address.ending, found.content) == ("my-figure", ending, drawn(kind))
    assert (found.address.width, found.address.height) == (40, 30)


def huge():
    """Few bytes, and more pixels than are decoded."""
    target = io.BytesIO()
    Image.new("1", (8000, 8000)).save(target, "PNG")
    return target.getvalue()


def moving():
    other = Image.new("RGB", (4, 4), "blue")
    return drawn("GIF", save_all=True, append_images=[other], duration=100)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no picture"),
        (b"<html><script>alert(1)</script>", "no picture"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "SVG"),
        (drawn()[:60], "damaged"),
        (drawn("BMP"), "no picture"),
        (huge(), "pixels"),
        (moving(), "it moves"),
        (b"\0" * (MAX_BYTES + 1), "larger than 3 MB"),
    ],
)
def test_what_is_no_still_picture_is_refused_with_the_reason(data, reason):
    with pytest.raises(PictureError, match=reason):
        decode("x.png", data)


def test_nothing_but_the_pixels_is_kept():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "at home", 6  # a description; turned by 90 degrees
    for data in (drawn("JPEG", exif=exif), drawn("PNG") + b"<script>", drawn("JPEG", comment=b"secret")):
        content = decode("x", data).content
        assert not any(hidden in content for hidden in (b"at home", b"<script>", b"secret"))
        assert decode("x", content).content == content  # so that a folder is the same after an export
    assert decode("x", drawn("JPEG", exif=exif)).address.height == 40


def test_a_large_picture_is_made_smaller():
    assert decode("x", drawn(size=(1900, 800))).address.width == 1600


def test_a_large_picture_is_decoded_in_another_process(monkeypatch):
    here = []
    load = ImageFile.load
    monkeypatch.setattr(ImageFile, "load", lambda image: (here.append(image.size), load(image))[1])
    for kind in ("JPEG", "PNG"):
        assert decode("x", drawn(kind, (2000, 1200))).address.height == 960
    with pytest.raises(PictureError, match="damaged"):
        decode("x", drawn("PNG", (2000, 1200))[:4000])
    assert here == []
    decode("x", drawn())
    assert set(here) == {(40, 30)}


def test_a_process_that_decodes_a_picture_is_bounded(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0)
    with pytest.raises(PictureError, match="longer than 9 s"):
        decode("x", drawn(size=(2000, 1200)))
