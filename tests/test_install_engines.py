"""bin/install-engines with a package manager that another installation holds."""

import shutil
import subprocess

from tests.support.servers import ROOT

BUSY = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 8084 (apt-get)"
STUBS = {
    "id": "echo 0",
    "sleep": "true",
    "redis-server": "true",
    "apt-get": """
echo "$@" >> calls
[ -e "released" ] || { touch released; echo "$BUSY" >&2; exit 100; }
case "$*" in *install*) [ -z "${REFUSED:-}" ] || { echo "E: $REFUSED" >&2; exit 100; } ;; esac
""",
}


def install(tmp_path, refused="", **programs):
    """Run it as root where there are these programs, and the first call of apt-get finds the lock taken."""
    for name, script in (STUBS | programs).items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}")
        (tmp_path / name).chmod(0o755)
    for name in ("ls", "seq", "touch"):
        (tmp_path / name).symlink_to(shutil.which(name))
    env = {"PATH": str(tmp_path), "BUSY": BUSY, "REFUSED": refused}
    done = subprocess.run(
        [ROOT / "bin" / "install-engines"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    return done, [" ".join(call.split()[3:]) for call in (tmp_path / "calls").read_text().splitlines()]


INSTALL = "install -y --no-install-recommends"
SHELL = f"{INSTALL} chromium-headless-shell"


def test_an_installation_waits_for_another_one(tmp_path):
    done, calls = install(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Waiting for another installation to end" in done.stdout
    assert calls == ["update", "update", SHELL]


def test_another_failure_is_told_at_once(tmp_path):
    done, calls = install(tmp_path, refused="Unable to locate package chromium")
    assert done.returncode != 0
    assert "Unable to locate package chromium" in done.stderr
    assert calls == ["update", "update", SHELL, f"{INSTALL} chromium"]


def test_the_whole_browser_is_good_enough_where_there_is_no_other(tmp_path):
    done, calls = install(tmp_path, refused="Unable to locate package", chromium="true")
    assert (done.returncode, done.stderr) == (0, "")
    assert calls == ["update", "update", SHELL]
