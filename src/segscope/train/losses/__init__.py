"""Losses, each as a sum and a normaliser, so that accumulation can equal the big batch."""
