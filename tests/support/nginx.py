"""A real nginx on loopback ports, with the site file of a project that learners take home."""

import contextlib
import getpass
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.engines import free_port, running

MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/project.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """Addresses at which it answers: over TLS, and the one that redirects browsers there."""

    host: str
    plain_host: str


@contextlib.contextmanager
def nginx(folder: Path, project: Path, behind: int, changes: dict[str, str] | None = None):
    """An nginx in front of the port `behind`. `changes` are made in its file besides ports and paths."""
    folder.mkdir()
    tls, plain = free_port(), free_port()
    places = {
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8001": f"127.0.0.1:{behind}",
        "/srv/project": str(project),
        "/etc/letsencrypt/live/live.example.org": str(folder),
    }
    site = (project / "deploy/nginx.conf").read_text()
    for old, new in {**places, **(changes or {})}.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "project.conf").write_text(site)
    user = "user root;" if getpass.getuser() == "root" else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    _make_certificate(folder)
    command = ["/usr/sbin/nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with running(command, tls):
        yield Nginx(f"127.0.0.1:{tls}", f"127.0.0.1:{plain}")


def _make_certificate(folder):
    files = ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *files, *subject], check=True, capture_output=True)
