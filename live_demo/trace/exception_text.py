"""The text of an exception, whatever its class does when it is asked."""


def text_of(error: BaseException, most: int) -> str:
    """`str(error)`, at most so many characters; where that raises an exception itself, what it raised."""
    try:
        return str(error)[:most]
    except Exception as raised:
        return f"(its text raises {type(raised).__name__})"


def named_text_of(error: BaseException, most: int) -> str:
    """'ValueError: its text', at most so many characters."""
    return f"{type(error).__name__}: {text_of(error, most)}"[:most]
