"""The self-test: what a sandboxed worker must not be able to do is tried, before any learner's code comes.

Each attempt has to be refused by the kernel itself. A file that is not found, or a connection that nobody
takes, counts as an escape: it was looked for.
"""

import json
import platform

from live_demo.sandbox.probe import Probes
from live_demo.workers.client import NoWorkerError

_REFUSED = {
    "read a file": "open('/etc/hostname')",
    "write a file": "open('/tmp/handshake-self-test', 'w')",
    "list a folder": "os.listdir('/')",
    "look at a file": "os.stat('/')",
    "open a TCP socket": "socket.socket()",
    "open a UDP socket": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "open a unix socket": "socket.socket(socket.AF_UNIX)",
    "start a process": "os.posix_spawn('/bin/true', ['true'], {})",
    "fork": "os.fork()",
    "signal another process": "os.kill(os.getppid(), 0)",
    "have a signal sent": "fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())",
    "become root": "os.setresuid(0, 0, 0)",
    "change the limits of others": "resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0))",
    "share memory": "mmap.mmap(-1, 4096)",
    "make memory executable": "mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_EXEC)",
}
_HAS = {
    "be root": "0 not in (os.getuid(), os.geteuid(), os.getgid(), os.getegid())",
    "find an environment": "not os.environ",
    "write files of any size": "resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0)",
    "compute for ever": "resource.getrlimit(resource.RLIMIT_CPU) == (2, 3)",
    "take memory without limit": "resource.getrlimit(resource.RLIMIT_AS)[1] < 2 ** 31",
}
_DEADLY = {
    "trace another process": {"x86_64": 101, "aarch64": 117},
    "use io_uring": {"x86_64": 425, "aarch64": 425},
    "make a namespace": {"x86_64": 272, "aarch64": 97},
}
_SIGSYS = -31
UNREACHABLE = "its fork server cannot be reached"


def escapes() -> tuple[list[str], int]:
    """What a sandboxed worker could do and must not, in words, and Landlock's version (0: it is not there).

    Blocks for about a second. A worker that cannot be confined is the first of the escapes.
    """
    try:
        with Probes() as probes:
            outcome = probes.run(_questions())
            if missing := outcome.sandboxed.get("missing"):
                return [f"it cannot be confined ({missing})"], 0
            try:
                found = [f"it can {each}" for each in json.loads(outcome.text)]
            except ValueError:
                return [f"it gave no answer ({outcome.text or outcome.fault or outcome.status})"[:300]], 0
            for what, numbers in _DEADLY.items():
                if probes.run(_deadly(numbers)).status != _SIGSYS:
                    found.append(f"it can {what}")
            return found, outcome.sandboxed.get("landlock", 0)
    except (OSError, EOFError, NoWorkerError) as error:
        return [f"{UNREACHABLE} ({type(error).__name__})"], 0


def _questions() -> str:
    return f"""
import fcntl, json, mmap, os, resource, socket

def probe():
    can = []
    for what, attempt in {_REFUSED!r}.items():
        try:
            eval(attempt)
        except PermissionError:
            continue
        except BaseException as error:
            what += f" ({{type(error).__name__}})"
        can.append(what)
    can += [what for what, holds in {_HAS!r}.items() if not eval(holds)]
    return json.dumps(can)
"""


def _deadly(numbers: dict[str, int]) -> str:
    return f"""
import ctypes

def probe():
    return ctypes.CDLL(None).syscall({numbers[platform.machine()]}, 0, 0, 0, 0)
"""
