"""A TCP proxy that can cut connections: a lost socket, for a browser."""

import contextlib
import socket
import threading


class Proxy:
    """Forwards to `port` on loopback.

    `refused` holds beginnings of requests that are cut at once, `swallowed` of those that are never answered,
    `late` of those that wait, each with the event that they wait for. Nothing passes while `flows` is clear.
    """

    def __init__(self, port):
        self.own = self.target = port
        self.flows = threading.Event()
        self.refused = ()
        self.swallowed = ()
        self.late = {}
        self.links = []
        self.forget()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def forget(self):
        """Let everything through from now on."""
        self.refused, self.swallowed, self.late = (), (), {}
        self.flows.set()

    @contextlib.contextmanager
    def leading_to(self, port):
        """Forward to another server: at the same address, a browser has its files already."""
        self.lead_to(port)
        yield
        self.lead_to(self.own)

    def lead_to(self, port):
        self.target = port
        self.cut(b"")
        self.links.clear()

    def cut(self, beginning):
        """Drop every connection whose request began like this, without a word."""
        for request, *ends in list(self.links):
            if request.startswith(beginning):
                for end in ends:
                    with contextlib.suppress(OSError):
                        end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.forget()
        self.cut(b"")
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self._link, args=(client,), daemon=True).start()

    def _link(self, client):
        with client, contextlib.suppress(OSError):
            request = client.recv(65536)
            if request.startswith(tuple(self.refused)) and self.refused:
                return
            if request.startswith(tuple(self.swallowed)) and self.swallowed:
                client.recv(1)  # until the browser gives up
                return
            for beginning, event in self.late.items():
                if request.startswith(beginning):
                    event.wait()
            with socket.create_connection(("127.0.0.1", self.target)) as server:
                self.links.append((request, client, server))
                server.sendall(request)
                back = threading.Thread(target=self._pipe, args=(server, client), daemon=True)
                back.start()
                self._pipe(client, server)
                back.join()

    def _pipe(self, source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.flows.wait()
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
