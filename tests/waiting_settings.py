"""The settings of the servers under test, with the share of one network as it is shipped.

Hashing a password takes until a test ends it.
"""

from tests.server_settings import *

NETWORK_SHARE = 0.1
PASSWORD_HASHERS = ["tests.waiting_hasher.WaitingHasher"]
