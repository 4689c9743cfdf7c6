def connects_to_a_server():
    def connect():
        client = socket.socket()
        client.settimeout(2)
        client.connect(("127.0.0.1", PORT))

    return through(connect, lambda: socket.create_connection(("127.0.0.1", PORT), 2))


def opens_other_sockets():
    return through(
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
        lambda: socket.socket(16, 3, 0),
        lambda: socket.socket(17, 3, 0),
        lambda: socket.socket(socket.AF_INET6),
        lambda: socket.socket(40, socket.SOCK_STREAM),
        lambda: socket.socketpair(),
    )


def connects_to_unix_sockets():
    def connect(address):
        client = socket.socket(socket.AF_UNIX)
        client.connect(address)

    return through(lambda: connect("\0handshake-decoy"), lambda: connect(UNIX))


def turns_its_connection_around():
    """The one socket that it has: to another address, for listening, or accepting."""
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=3)
    try:
        return through(
            lambda: ours.connect("\0handshake-decoy"),
            lambda: ours.sendto(b"x", "\0handshake-decoy"),
            lambda: ours.bind("\0handshake-own"),
            lambda: ours.listen(),
            lambda: ours.accept(),
            lambda: ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 28),
            lambda: ours.getpeername(),
            lambda: ours.shutdown(socket.SHUT_RDWR),
        )
    finally:
        ours.detach()


def listens():
    def listen():
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen()

    return through(listen)


def sends_descriptors():
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=3)
    try:
        return through(lambda: socket.send_fds(ours, [b"x"], [3]), lambda: socket.recv_fds(ours, 10, 3))
    finally:
        ours.detach()
