"""Files of a lesson folder, changed by a test."""


def spoil(file, old, new):
    """Put `new` in place of the first `old` in `file`."""
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
