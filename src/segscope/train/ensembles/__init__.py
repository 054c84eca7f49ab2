"""Ensembles: which checkpoints belong together, with which weights, and what may be measured with them."""
