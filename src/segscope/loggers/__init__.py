"""Mirrors to TensorBoard, W&B and MLflow; each optional."""
