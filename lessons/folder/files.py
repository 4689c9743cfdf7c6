"""The files of a lesson folder that plugins bring."""

from lessons.plugin import FolderFile, plugins


def plugin_files() -> list[FolderFile]:
    """The files that plugins add to a folder, such as quiz.toml."""
    return [file for plugin in plugins() for file in plugin.folder_files]


def known_filenames() -> set[str]:
    """The name of every file that a lesson folder may hold."""
    return {"lesson.toml", "snapshot.md", "transcript.md", *(file.filename for file in plugin_files())}
