"""The client that the README prints, run as printed there against a real server."""

import os
import re
import subprocess
import sys

from tests.servers import ROOT


def test_the_readme_s_client_works_as_printed(daphne, tmp_path):
    printed = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
    program = tmp_path / "client.py"
    program.write_text(printed)
    key = daphne.manage("make_api_key", "the README").strip()
    env = os.environ | {"HANDSHAKE_URL": daphne.url, "HANDSHAKE_KEY": key}
    done = subprocess.run(
        [sys.executable, "-W", "error", program], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "ada 1.0",
        "grace this quiz has no question 'no-such-question'",
        "ada 1.0 of 3",
    ]
