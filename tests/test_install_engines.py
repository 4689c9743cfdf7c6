"""bin/install-engines with a package manager that another installation holds."""

import os
import subprocess

from tests.servers import ROOT

BUSY = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 8084 (apt-get)"
STUBS = {
    "id": "echo 0",
    "sleep": "true",
    "apt-get": """
echo "$@" >> calls
[ -e "released" ] || { touch released; echo "$BUSY" >&2; exit 100; }
case "$*" in *install*) [ -z "${REFUSED:-}" ] || { echo "E: $REFUSED" >&2; exit 100; } ;; esac
""",
}


def install(tmp_path, **said):
    """Run it as root on a machine without Chromium, whose first call of apt-get finds the lock taken."""
    for name, script in STUBS.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}")
        (tmp_path / name).chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "CHROMIUM": "/nowhere", "BUSY": BUSY} | said
    done = subprocess.run(
        [ROOT / "bin" / "install-engines"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    return done, [call.split()[3] for call in (tmp_path / "calls").read_text().splitlines()]


def test_an_installation_waits_for_another_one(tmp_path):
    done, calls = install(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Waiting for another installation to end" in done.stdout
    assert calls == ["update", "update", "install"]


def test_another_failure_is_told_at_once(tmp_path):
    done, calls = install(tmp_path, REFUSED="Unable to locate package chromium")
    assert done.returncode != 0
    assert "Unable to locate package chromium" in done.stderr
    assert calls == ["update", "update", "install"]
