"""The error of a picture that is refused."""


class PictureError(Exception):
    """The file is no picture that can be shown. The message says why."""
