"""Zips of lesson folders: what is taken, and what is refused before it can do harm."""

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest

from lessons.folder.archive import MAX_FILES, MAX_PACKED_BYTES, pack, read_archive, unpack
from lessons.folder.faults import FolderError
from tests.lessons.uploads import LESSON, shipped, zipped
from tests.support.server_fixtures import SHIPPED


def with_file(name, content=b"x"):
    return zipped({**shipped(), name: content})


def faults_of(data, **options):
    with pytest.raises(FolderError) as raised:
        read_archive(data, **options)
    return str(raised.value)


def test_a_zipped_track_is_read_as_its_folder_is():
    (track,) = read_archive(zipped(shipped()))
    assert track.slug == "django-channels"
    assert [lesson.folder.slug for lesson in track.lessons] == ["websocket-support"]
    assert set(track.lessons[0].contents) == {"quiz.toml", "trace.json"}


def test_a_lesson_folder_alone_goes_into_the_track_that_was_chosen():
    files = {
        name.removeprefix("django-channels/"): content for name, content in shipped().items() if "/01" in name
    }
    assert "choose the track" in faults_of(zipped(files))
    toml = (SHIPPED / "django-channels" / "track.toml").read_text()
    (track,) = read_archive(zipped(files), track="other", track_toml=toml)
    assert (track.slug, track.track.title) == ("other", "Django Channels")
    assert track.lessons[0].folder.number == 1


def test_a_fault_in_a_lesson_folder_alone_is_named_as_in_the_zip():
    assert (
        faults_of(zipped({"01-one/snapshot.md": b"x"}), track="t", track_toml='title="t"\nsummary="s"')[:28]
        == "01-one/lesson.toml: missing "
    )


def test_what_systems_put_into_a_zip_unasked_is_left_out():
    extra = {"__MACOSX/django-channels/._track.toml": b"\0", f"{LESSON}/.DS_Store": b"\0"}
    assert len(read_archive(zipped({**shipped(), **extra}))) == 1


def test_the_same_texts_make_the_same_zip_and_come_back():
    files = {name: content.decode() for name, content in shipped().items()}
    assert pack(files) == pack(dict(reversed(files.items())))
    assert unpack(pack(files)) == shipped()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../evil.toml", "points outside of its folder"),
        ("django-channels/../../evil.toml", "points outside of its folder"),
        (f"{LESSON}/./snapshot.md", "points outside of its folder"),
        ("django-channels//evil", "points outside of its folder"),
        ("/etc/evil", "is an absolute path"),
        ("C:/evil", "is an absolute path"),
        ("c:evil", "is an absolute path"),
        ("django-channels\\evil", "has a backslash"),
        ("..\\evil", "has a backslash"),
        ("django-channels/evil\x1b[2J", "invisible characters"),
        ("d" * 200, "too long"),
    ],
)
def test_a_name_that_could_land_elsewhere_is_refused_and_nothing_is_written(
    name, told, tmp_path, monkeypatch
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "inner"))
    (tmp_path / "inner").mkdir()
    assert told in faults_of(with_file(name))
    assert list(tmp_path.rglob("*")) == [tmp_path / "inner"]


def test_a_name_that_hides_behind_a_nul_is_refused():
    data = with_file(f"{LESSON}/hidden#.txt").replace(b"hidden#", b"hidden\0")
    assert "invisible characters" in faults_of(data)


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (stat.S_IFLNK | 0o777, "a link: put the file itself"),
        (stat.S_IFIFO | 0o644, "neither a file nor a folder"),
        (stat.S_IFCHR | 0o644, "neither a file nor a folder"),
    ],
)
def test_a_link_or_a_device_is_refused(mode, told):
    entry = zipfile.ZipInfo(f"{LESSON}/snapshot.md")
    entry.external_attr = mode << 16
    files = shipped()
    del files[f"{LESSON}/snapshot.md"]
    assert told in faults_of(zipped({**files, entry: b"/etc/passwd"}))


def test_a_bomb_is_refused_without_being_unpacked():
    bomb = with_file(f"{LESSON}/snapshot.md", b"0" * 30_000_000)
    tracemalloc.start()
    told = faults_of(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert "more than 20 MB when unpacked" in told
    assert "more than 100 times larger" in told


def test_a_bomb_that_lies_about_its_size_is_never_unpacked_beyond_what_it_says():
    data = bytearray(zipped({"django-channels/track.toml": b"0" * 50_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 1000)
    tracemalloc.start()
    told = faults_of(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "this zip cannot be read" in told
    assert peak < 5_000_000


def test_a_file_that_says_it_is_empty_and_is_not_is_refused():
    data = bytearray(zipped({"django-channels/track.toml": b"title"}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 0)
    assert "this zip cannot be read" in faults_of(bytes(data))


def test_too_many_files_and_too_large_a_zip_are_refused():
    assert f"at most {MAX_FILES}" in faults_of(
        zipped({f"django-channels/{n:02}-x/a": b"" for n in range(MAX_FILES + 1)})
    )
    assert "larger than 10 MB" in faults_of(b"PK" + b"\0" * MAX_PACKED_BYTES)


def test_a_zip_in_the_zip_is_not_opened():
    assert f"{LESSON}/more.zip: unknown file" in faults_of(with_file(f"{LESSON}/more.zip", zipped(shipped())))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("stray.txt", "stray.txt: no place for a file"),
        ("django-channels/notes.md", "django-channels/notes.md: no place for a file"),
        (f"{LESSON}/deep/file.md", "no place for a file"),
        (f"{LESSON}/notes.txt", "notes.txt: unknown file in a lesson folder"),
        ("django-channels/Second/lesson.toml", "no place for a file"),
        ("other/01-x/lesson.toml", "other/track.toml: missing file"),
    ],
)
def test_an_unexpected_file_is_told(name, told):
    assert told in faults_of(with_file(name))


def test_a_missing_track_toml_does_not_hide_what_else_is_wrong():
    files = {**shipped(), f"{LESSON}/snapshot.md": b""}
    del files["django-channels/track.toml"]
    told = faults_of(zipped(files))
    assert "django-channels/track.toml: missing file" in told
    assert "snapshot.md: empty file" in told


@pytest.mark.parametrize("spoil", [lambda text: b"[[" + text, None])
def test_a_lesson_toml_that_can_not_be_read_is_told_without_what_follows_from_it(spoil):
    files = shipped()
    text = files.pop(f"{LESSON}/lesson.toml")
    if spoil:
        files[f"{LESSON}/lesson.toml"] = spoil(text)
    told = faults_of(zipped(files)).splitlines()
    assert [line for line in told if f"{LESSON}/lesson.toml" in line] == told
    assert len(told) == 1


def test_an_encrypted_zip_is_refused():
    data = bytearray(zipped(shipped()))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at] |= 1
    assert "encrypted: make the zip without a password" in faults_of(bytes(data))


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_compression_is_refused(compression):
    assert "packed in a way that is not supported" in faults_of(zipped(shipped(), compression))


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", zipped(shipped())[:-30], zipped(shipped())[40:], b"PK\x05\x06" + b"\0" * 18],
)
def test_a_broken_or_empty_zip_is_refused(data):
    assert faults_of(data).startswith("the zip: ")


def test_a_damaged_file_is_refused():
    data = bytearray(zipped(shipped(), zipfile.ZIP_STORED))
    at = data.index(b"One connection has one consumer")
    data[at] ^= 1
    assert "this zip cannot be read: Bad CRC-32" in faults_of(bytes(data))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twice", ["track.toml", "TRACK.toml"])
def test_a_name_that_is_there_twice_is_refused(twice):
    target = io.BytesIO(zipped(shipped()))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(f"django-channels/{twice}", b"another")
    assert "django-channels/track.toml: is there 2 times" in faults_of(target.getvalue())


def test_a_file_that_is_a_folder_as_well_is_refused():
    assert "is a file and a folder at once" in faults_of(with_file(f"{LESSON}/snapshot.md/x"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("transcript.md", "Grüße".encode("latin-1"), "transcript.md: not UTF-8: byte 2 is not text"),
        ("snapshot.md", "text".encode("utf-16"), "snapshot.md: not UTF-8: byte 0 is not text"),
        ("lesson.toml", b"\xff\xfet\0", "lesson.toml: not UTF-8"),
        ("snapshot.md", b"a\0b", "snapshot.md: has a NUL"),
        (
            "quiz.toml",
            b'a = "\\u0000"',
            "quiz.toml: cannot be read: it has an escape that is not a character",
        ),
        ("trace.json", b'{"server": "\\ud800"}', "trace.json: cannot be read: it has an escape"),
        ("trace.json", b"[" * 60_000, "trace.json: cannot be read"),
        ("trace.json", b"1" * 5_000, "trace.json: cannot be read"),
        ("lesson.toml", b"a = " + b"1" * 5_000, "lesson.toml: cannot be read"),
        ("lesson.toml", b"a = " + b"[" * 10_000, "lesson.toml: "),
        (
            "trace.json",
            b'{"server": "x", "points": [{"number": "n"}]}',
            "trace.json: points[1]: no trace point",
        ),
    ],
)
def test_a_file_that_is_no_text_or_no_data_is_a_fault(name, content, told):
    assert told in faults_of(zipped({**shipped(), f"{LESSON}/{name}": content}))
