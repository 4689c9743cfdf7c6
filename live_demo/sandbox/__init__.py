"""The sandbox: a learner's own code, in a worker process that can reach nothing but its connection."""
