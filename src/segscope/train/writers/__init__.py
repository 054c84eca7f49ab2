"""Predictions as files: index PNGs, COCO JSON, and the tables that contests ask for."""
