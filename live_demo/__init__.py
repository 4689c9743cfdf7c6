"""Labs that learners run, and how what happens in them is recorded and shown."""
