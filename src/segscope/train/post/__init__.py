"""What is done with label maps once they are predicted."""
