// Copying what an element holds.
