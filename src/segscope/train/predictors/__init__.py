"""Predictors: uint8 pictures in, class probabilities out, alone or combined."""
