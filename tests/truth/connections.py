"""What tests do with several connections of a truth server."""


def overtakes(blocking, other):
    """Whether `other` is answered while the handler of `blocking` runs."""
    blocking.send("block")
    blocking.notes("begins")
    other.send("hello")
    other.read()
    return "waits" if "ends" in blocking.notes() else "is answered meanwhile"


def send(sender, group, first, last, kind="number"):
    sender.send(f"{group} {kind} {first} {last}")
    assert sender.read() == "text sent"
