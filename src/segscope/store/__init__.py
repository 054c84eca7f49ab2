"""What is kept: runs, samples, validations, counts and predictions."""
