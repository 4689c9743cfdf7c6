"""Static files are collected when something has changed, and only then."""

import pytest
from django.contrib.staticfiles import finders

from tutorial import collected_files
from tutorial.collected_files import NOTE, collect


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """The list grows with each collection; the only source is the file `site.css`."""
    source, root, calls = tmp_path / "source", tmp_path / "root", []
    source.mkdir()
    root.mkdir()
    (source / "site.css").write_text("a {}")
    settings.STATIC_ROOT, settings.DEBUG = root, False
    monkeypatch.setattr(collected_files, "get_finders", lambda: [_finder(source)])
    monkeypatch.setattr(collected_files, "current_files", lambda: {"site.1.css"})

    def command(*arguments, **options):
        calls.append(arguments)
        (root / "site.1.css").write_text("a {}")
        (root / "staticfiles.json").write_text((source / "site.css").read_text())

    monkeypatch.setattr(collected_files, "call_command", command)
    collect()
    return calls


def _finder(folder):
    finder = finders.FileSystemFinder()
    finder.storages = {str(folder): finders.FileSystemStorage(folder)}
    finder.locations = [("", str(folder))]
    return finder


def test_what_is_collected_is_not_collected_again(collected):
    collect()
    assert len(collected) == 1


@pytest.mark.parametrize("changed", ["source/site.css", "root/staticfiles.json", f"root/{NOTE}"])
def test_a_change_of_a_source_or_of_what_was_collected_counts(collected, tmp_path, changed):
    (tmp_path / changed).write_text('{"b": 1}')
    collect()
    assert len(collected) == 2


def test_a_file_that_is_gone_is_made_again(collected, tmp_path):
    (tmp_path / "root/site.1.css").unlink()
    collect()
    assert len(collected) == 2
