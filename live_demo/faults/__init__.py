"""The fault lab: what-ifs, each of whose runs has a worker process of its own, and Diagnose."""
