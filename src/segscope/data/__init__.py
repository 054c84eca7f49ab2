"""Data sets in: readers at the edge, one neutral sample, checks, and the embedded sample set."""
