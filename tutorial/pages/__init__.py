"""The way of a plain HTTP request, before and after the threads that Django runs in."""
