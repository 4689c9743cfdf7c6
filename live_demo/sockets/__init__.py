"""The WebSocket applications: composition, on top of everything else in live_demo."""
