"""Recording and verifying at the instructor's desk: one run at a time, in a process of its own."""
