"""Each of these ends with its first system call."""


def traces_the_server():
    return call(101, 0x4206, HOST, 0, 0)


def traces_the_fork_server():
    return call(101, 0x4206, os.getppid(), 0, 0)


def reads_the_memory_of_the_server():
    block = ctypes.create_string_buffer(64)
    here = struct.pack("=QQ", ctypes.addressof(block), 64)
    there = struct.pack("=QQ", ADDRESS, 64)
    return call(310, HOST, ctypes.c_char_p(here), 1, ctypes.c_char_p(there), 1, 0)


def writes_the_memory_of_the_server():
    return call(311, HOST, 0, 0, 0, 0, 0)


def uses_numbers_of_x32():
    return call(0x40000000 + 39)


def uses_io_uring():
    return call(425, 4, ctypes.create_string_buffer(256))


def uses_userfaultfd():
    return call(323, 1)


def uses_bpf():
    return call(321, 0, ctypes.create_string_buffer(72), 72)


def uses_keys():
    return call(250, 0, -3, 0)


def makes_a_namespace():
    return call(272, 0x10000000)


def enters_a_namespace():
    return call(308, 3, 0)


def mounts():
    return call(165, 0, 0, 0, 0, 0)


def loads_a_module():
    return call(313, 3, 0, 0)


def takes_a_descriptor_of_the_server():
    return call(438, 3, 0, 0)


def opens_by_handle():
    return call(304, 3, 0, 0)
