"""Class sets; label maps in, counts out; scores from counts. numpy and a small native part, no more."""
