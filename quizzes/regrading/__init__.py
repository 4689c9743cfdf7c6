"""What becomes of answers that were graded by a key that has been mended since."""
