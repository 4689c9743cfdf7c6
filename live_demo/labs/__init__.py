"""Labs: each folder has a consumer.py, written to be read. Nothing in it knows that it is recorded."""
