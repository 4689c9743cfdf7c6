"""Serve Handshake with Daphne or Uvicorn, and limit what one connection may take of either."""
