def makes_executable_memory():
    block = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    address = ctypes.addressof(ctypes.c_char.from_buffer(block)) & ~4095
    return through(
        lambda: call(9, 0, 4096, 7, 0x22, -1, 0),
        lambda: call(10, address, 4096, 5),
        lambda: call(329, address, 4096, 5, 0),
    )


def takes_memory_in_lists():
    kept = []
    try:
        while len(kept) < 400:
            kept.append(bytearray(1 << 20))
    except MemoryError:
        got = len(kept)
        kept.clear()
        return [got] if got > 80 else []
    return [len(kept)]


def takes_other_memory():
    def fill(flags):
        block = mmap.mmap(-1, 1 << 30, flags=flags)
        for place in range(0, 1 << 30, 4096):
            block[place] = 1

    return through(
        lambda: fill(mmap.MAP_SHARED | mmap.MAP_ANONYMOUS),
        lambda: fill(mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS),
        lambda: fill(mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000),
        lambda: library.mlockall(3) == 0 or 1 / 0,
        lambda: call(447, 0),
    )


def takes_memory_of_the_kernel():
    """System V shared memory, queues and semaphores, POSIX queues, pipes"""
    return through(
        lambda: call(29, 0, 1 << 30, 0o1600),
        lambda: call(68, 0, 0o1600),
        lambda: call(64, 0, 10, 0o1600),
        lambda: call(240, ctypes.c_char_p(b"x"), 0o102, 0o600, 0),
        lambda: call(22, ctypes.create_string_buffer(8)),
    )
