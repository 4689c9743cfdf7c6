"""Settings: how much one network, one learner, one run and one process may take."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from tutorial.environment import TRUSTED_PROXIES, env

__all__ = ["API", "BODIES", "CONNECTIONS", "LEARNERS_PER_MINUTE", "LIVE_DEMO", "NETWORK_SHARE", "OWN_CODE"]

# How much one network may take: an IPv4 address, or the /64 of an IPv6 address ----------------------

# The share of all places and rates that one network may have. A school behind one address needs more.
NETWORK_SHARE = env.float("NETWORK_SHARE", default=0.1)
if not 0 < NETWORK_SHARE <= 1:
    raise ImproperlyConfigured("NETWORK_SHARE is a share: above 0 and at most 1, such as 0.1.")
LEARNERS_PER_MINUTE = 600  # new ones; a network may have its share of them

# Live demo: limits of one run and of one process ----------------------------------------------------

LIVE_DEMO: dict[str, Any] = {
    "HANDSHAKE_SECONDS": 2.0,  # a handshake still undecided after this is refused with 403
    "MAX_MESSAGE_BYTES": 4096,
    "MAX_MESSAGES": 100,  # messages in one run
    "MAX_MESSAGES_PER_SECOND": 20,
    "MAX_SECONDS": 15 * 60,  # how long one run may last
    "MAX_RUNS": env.int("MAX_RUNS", default=500),  # open at once, in all processes
    "MAX_RUNS_OF_ONE": 10,  # of these, for one learner
    "MAX_RUNS_PER_MINUTE": 20,  # started by one learner
    "MAX_KEPT_RUNS": 50,  # of one learner, kept for longer than RETENTION says
    "RUNS_PER_MINUTE": 2000,  # a network may start its share of them
    "MAX_SOCKETS": env.int("MAX_SOCKETS", default=1500),  # lab and watch sockets open at once
    "MAX_SOCKETS_OF_ONE": 30,  # of these, for one learner
    "MAX_WORKERS": env.int("MAX_WORKERS", default=30),  # what-ifs at once, each in a process of its own
    "MAX_WORKERS_OF_ONE": 3,  # of these, for one learner
    "WORKER_SECONDS": 120,  # how long the run of a what-if may last
    "WORKER_BLOCKED_SECONDS": 10,  # one whose event loop stands still for longer is killed
    "WORKER_CPU_SECONDS": 5,
    "WORKER_BYTES": 256 * 1024 * 1024,
    "TICKET_SECONDS": 60 * 60,  # how long a run's ticket opens its sockets
    "MAX_ROOMS": 200,  # open at once
    "MAX_ROOMS_PER_HOUR": 10,  # made by one learner
    "ROOM_MEMBERS": 8,
    "ROOM_MESSAGES_PER_SECOND": 8,  # of one lab socket: each goes to every member
    "ROOM_SECONDS": 60 * 60,  # how long a room's code lets learners in
    "HEARTBEAT_SECONDS": 4,  # of a process; after four without a sign it counts as dead (docs/operating.md)
    "STORE_SECONDS_AT_EXIT": 25,  # how long a process that ends waits for the database to take its records
}

# Learners' own code (docs/own-code.md) ------------------------------------------------------------

OWN_CODE: dict[str, Any] = {
    "MODE": env.str("OWN_CODE", default="auto"),  # auto: if the self-test passes; off; require
    "SOCKET": env.str("OWN_CODE_SOCKET", default=""),  # of the fork server; if empty, each process starts one
    "MAX_WORKERS": env.int("MAX_OWN_CODE", default=2 * (os.cpu_count() or 1)),  # at once, in one process
    "MAX_OPEN": 60,  # runs of own code in all processes, those that wait for a place included
    "QUEUE_SECONDS": 30,  # how long a run waits for one of them
    "HANDSHAKE_SECONDS": 6,  # until one that the code leaves undecided is refused: workers come last
    "OPEN_MS": 90_000,  # how long a page waits for its lab socket, the queue included
    "SECONDS": 300,  # how long a run may last
    "JUDGE_SECONDS": 120,  # after this an attempt at a challenge counts as lost with its process
    "EXPLAIN_SECONDS": 9,  # how long a page that explains a run waits for a worker, and for it
    "CPU_SECONDS": 2,
    "MEMORY_BYTES": 64 * 1024 * 1024,  # beyond what the worker has when it begins
    "MAX_SOURCE_BYTES": 20_000,
    "MAX_VERSIONS": 20,  # of one learner's code for a lesson or a challenge
}
if OWN_CODE["MODE"] not in ("auto", "off", "require"):
    raise ImproperlyConfigured("OWN_CODE is auto, off or require.")

# Grading API ----------------------------------------------------------------------------------------

API: dict[str, int] = {
    "REQUESTS_PER_MINUTE": env.int("API_REQUESTS_PER_MINUTE", default=600),  # of one key
    "BATCH_BYTES": 8 * 1024 * 1024,  # body of a batch; of any other call BODIES["BYTES"]
}

# Bodies and connections, of all requests ------------------------------------------------------------

BODIES: dict[str, int] = {
    "BYTES": 1024 * 1024,  # the largest body of a request
    "ADMIN_BYTES": 11 * 1024 * 1024,  # in the admin: zips of lessons, files of questions
    "ALL_BYTES": 64 * 1024 * 1024,  # of all bodies over 64 KiB that are held at once
    "SECONDS": 60,  # in which a body must be complete
    "DROP_SECONDS": 10,  # how long what a client still sends after a refusal is read and dropped
}
CONNECTIONS: dict[str, int] = {
    # Of one network to one process at once. Behind a proxy all come from the proxy, which must limit them.
    "OF_ONE": 0 if TRUSTED_PROXIES else env.int("MAX_CONNECTIONS_OF_ONE", default=400),
    "REQUEST_SECONDS": 10,  # in which the first line and the headers of a request must be complete
    "UNREAD_SECONDS": 60,  # in which a client must have taken what waits for it
    "UNREAD_BYTES": 64 * 1024 * 1024,  # of all connections; beyond it the slowest client is cut off
    "SOCKET_BYTES": 1024 * 1024,  # that wait for one WebSocket client, or that it sends in 10 s
    "MESSAGE_BYTES": 16 * 1024,  # of one message to the server; the labs and the watch socket take 4096
}
