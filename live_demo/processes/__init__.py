"""The server processes that share a database: each shows at a heartbeat that it is alive."""
