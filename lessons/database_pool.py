"""What a pool of database connections says, without importing one where the database has none."""

import sys


def found_no_connection(error: Exception) -> bool:
    """Whether `error` was raised because no connection of psycopg's pool became free in time."""
    pool = sys.modules.get("psycopg_pool")
    return pool is not None and isinstance(error.__cause__, pool.PoolTimeout)
