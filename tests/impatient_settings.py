"""The settings of the servers under test, with limits that are reached soon: for what happens at a limit."""

from tests.server_settings import *

BODIES = BODIES | {"SECONDS": 3, "DROP_SECONDS": 3, "ALL_BYTES": 1024 * 1024}
CONNECTIONS = CONNECTIONS | {"OF_ONE": 30, "REQUEST_SECONDS": 3, "UNREAD_SECONDS": 3}
