"""Labs: each file is one consumer, written to be read. Nothing in it knows that it is recorded."""
