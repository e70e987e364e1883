"""What is asked: misses, counts, events seen, reviews that are due."""
