"""The trainings of an ablation: which they are, which of them are done, and the rest trained."""
