"""Learning-rate schedules: the factor on the top rate at each optimiser step."""
