"""Pseudo-labels: predictions of trained models, chosen, measured out of fold, and trained on."""
