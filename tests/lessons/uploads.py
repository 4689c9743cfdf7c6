"""Lesson folders in a zip, and the pages of the desk that take them."""

import io
import re
import zipfile
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.server_fixtures import SHIPPED

UPLOAD = "/admin/lessons/lesson/upload/"
CHANGES = "/admin/lessons/lesson/upload/changes/"
LESSON = "django-channels/01-websocket-support"


def shipped():
    return {
        str(file.relative_to(SHIPPED)): file.read_bytes() for file in SHIPPED.rglob("*") if file.is_file()
    }


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    """A zip of {name or ZipInfo: content}."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def spoiled(name, old, new):
    files = shipped()
    assert old.encode() in files[name]
    return {**files, name: files[name].replace(old.encode(), new.encode(), 1)}


def upload(client, files, **fields):
    data = files if isinstance(files, bytes) else zipped(files)
    return client.post(UPLOAD, {"file": SimpleUploadedFile("t.zip", data), **fields}, follow=True)


def decide(client, page, what="apply"):
    token = re.search(r'name="fingerprint" value="(\w+)"', page.content.decode())[1]
    return client.post(CHANGES, {"do": what, "fingerprint": token}, follow=True)


def text_of(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))
