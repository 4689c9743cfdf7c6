"""Settings: the database, the cache and the channel layer, each on the engine that the environment names."""

from typing import Any

from tutorial.environment import VAR_DIR, env

__all__ = ["CACHES", "CHANNEL_LAYERS", "DATABASES", "REDIS_URL"]

REDIS_URL = env.str("REDIS_URL", default="")

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'handshake.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "tutorial.sqlite3"
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening the file costs more than most queries
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait. A writer waits for its turn before it reads, so that it cannot fail later.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # connections are made anew after a restart
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        # Under ASGI, a kept connection belongs to a thread that may never run again; a pool avoids that.
        # While the database is away a page waits for 1.5 s, and the pool tries anew for the next one.
        "pool": {"min_size": 0, "max_size": 10, "timeout": 1.5, "reconnect_timeout": 1},
        "connect_timeout": 2,
        # A peer that is gone without a word: given up after 2 s without an acknowledgement, and looked for.
        "tcp_user_timeout": 2000,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 2,
    }

if REDIS_URL:
    host = {"address": REDIS_URL, "socket_connect_timeout": 1}
    layer = {"backend": "tutorial.redis_layer.BoundedRedisLayer", "config": {"hosts": [host]}}
    CACHES = {
        "default": {
            "BACKEND": "tutorial.cache.RedisOrLocalCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "json",
        }
    }
else:
    layer = {"backend": "channels.layers.InMemoryChannelLayer"}
    CACHES = {"default": {"BACKEND": "tutorial.cache.LocalCache"}}

# The layer shows the members of a room what their groups do (docs/xray.md).
CHANNEL_LAYERS = {"default": {"BACKEND": "live_demo.xray.XrayLayer", "CONFIG": {**layer, "prefix": "room."}}}
