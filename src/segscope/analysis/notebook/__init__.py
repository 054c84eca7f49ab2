"""What the notebook's rows say by themselves: which runs, what changed, and what came of it."""

from segscope.analysis.notebook.experiment import Experiment
from segscope.analysis.notebook.followed import FollowedExperiments
from segscope.analysis.notebook.gathering import gather_experiments, give_runs_rows

__all__ = ["Experiment", "FollowedExperiments", "gather_experiments", "give_runs_rows"]
