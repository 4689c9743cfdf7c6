"""Recording and verifying: runs that a real server makes of what lessons and what-ifs say."""
