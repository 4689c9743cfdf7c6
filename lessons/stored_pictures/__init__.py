"""The stored pictures of lessons: how many there may be, how they are served, how a folder has them."""
