"""A picture that a test has drawn."""

import io

from PIL import Image


def drawn(kind="PNG", size=(40, 30), color="red", **options):
    """The bytes of a picture."""
    target = io.BytesIO()
    Image.new("RGB", size, color).save(target, kind, **options)
    return target.getvalue()
