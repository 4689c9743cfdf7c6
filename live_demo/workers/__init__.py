"""Worker processes: code that runs in a process of its own."""
