"""Each of these ends its own process, and nobody else's."""


def follows_a_null_pointer():
    return ctypes.string_at(0)


def recurses_without_limit():
    sys.setrecursionlimit(10**9)

    class Endless:
        def __repr__(self):
            return repr(self)

    return repr(Endless())


def formats_a_giant():
    return "{:>9999999999}".format(1)


def compiles_without_limit():
    return compile("-" * 1_000_000 + "1", "x", "eval")
