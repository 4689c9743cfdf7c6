import gzip
import os

import pytest

from tutorial.static_storage import CompressorOfContent

SHEET = "body { color: red }\n" * 100


@pytest.fixture
def compressor(monkeypatch):
    """One that counts what it is given to compress."""
    made = CompressorOfContent(quiet=True)
    made.asked = []
    monkeypatch.setattr(
        "servestatic.compress.Compressor.compress_gzip",
        staticmethod(lambda data: made.asked.append(data) or gzip.compress(data)),
    )
    return made


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "site.css"
    path.write_text(SHEET)
    return path


def test_equal_content_is_compressed_once_under_each_of_its_names(compressor, sheet):
    hashed = sheet.with_name("site.0123456789ab.css")
    hashed.write_text(SHEET)
    for path in (sheet, hashed):
        assert f"{path}.gz" in compressor.compress(path)
        assert gzip.decompress(path.with_name(f"{path.name}.gz").read_bytes()) == SHEET.encode()
    assert compressor.asked == [SHEET.encode()]


def test_what_is_compressed_already_stays(compressor, sheet):
    made = compressor.compress(sheet)
    again = CompressorOfContent(quiet=True)
    assert sorted(again.compress(sheet)) == sorted(made)
    assert compressor.asked == [SHEET.encode()]


@pytest.mark.parametrize("change", ["content", "compressing broken off"])
def test_what_has_changed_or_was_broken_off_is_compressed_anew(compressor, sheet, change):
    compressor.compress(sheet)
    gz = sheet.with_name("site.css.gz")
    if change == "content":
        sheet.write_text(f"{SHEET}/* more */")
        os.utime(sheet, (1, 1))
    else:
        gz.write_bytes(b"half")
        os.utime(gz, (1, 1))
    CompressorOfContent(quiet=True).compress(sheet)
    assert gzip.decompress(gz.read_bytes()) == sheet.read_bytes()
