"""The one place where a validation is made."""
