"""Optimisers and the parameter groups that they share."""
