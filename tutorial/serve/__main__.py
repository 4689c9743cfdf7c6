"""Serve Handshake: `python -m tutorial.serve --help` says how."""

import os
import resource
from argparse import ArgumentDefaultsHelpFormatter, ArgumentParser, Namespace

import django


def main() -> None:
    arguments = _parsed()
    raise_file_limit()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tutorial.settings")
    if arguments.server == "daphne":
        from tutorial.serve.with_daphne import serve  # installs Twisted's reactor: only where one is wanted
    else:
        from tutorial.serve.with_uvicorn import serve
    django.setup(set_prefix=False)
    serve(arguments.host, arguments.port, arguments.fd)


def raise_file_limit() -> None:
    """Let this process open as many connections as the system lets it: each of them is an open file."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _parsed() -> Namespace:
    parser = ArgumentParser("python -m tutorial.serve", description="Serve Handshake.")
    parser.formatter_class = ArgumentDefaultsHelpFormatter
    parser.add_argument("--server", choices=("daphne", "uvicorn"), default="daphne")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fd", type=int, help="listen on this open socket, not on host and port")
    return parser.parse_args()


if __name__ == "__main__":
    main()
