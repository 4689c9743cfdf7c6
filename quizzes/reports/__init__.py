"""What learners report about questions, and the instructors' queue of it."""
