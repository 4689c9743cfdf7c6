"""ASGI middleware: each module wraps an ASGI application."""
