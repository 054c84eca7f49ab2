"""What the members of an ensemble are, and how they are weighed, by name."""

from typing import Literal

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, NoOptions, Options, Technique


class EpochMembersOptions(Options):
    """Options of members from one training.

    Attributes:
        last: How many of the kept epochs are used, counted from the last; 0 uses all that
            ``train.keep_epochs`` kept.
    """

    last: int = Field(default=0, ge=0)


class RunningMeanOptions(Options):
    """Options of the running mean.

    Attributes:
        statistics: BatchNorm statistics: ``exact`` ones of all training pictures, or ``averaged`` as the
            weights are, as validations during the training had them.
    """

    statistics: Literal["exact", "averaged"] = "exact"


class WeightSearchOptions(Options):
    """Options of the search for members' weights.

    Attributes:
        pixels: About how many pixels are drawn over all pictures, as many of each class in a picture.
        steps: Steps of gradient descent from each start.
        sharpness: Exponent of the mean probabilities that makes soft counts resemble counted pixels.
        seed: Of the draws.
    """

    pixels: int = Field(default=100_000, ge=1000)
    steps: int = Field(default=100, ge=1)
    sharpness: float = Field(default=6.0, ge=1)
    seed: int = Field(default=0, ge=0)


ENSEMBLES = Catalogue(
    "ensemble",
    (
        Technique(
            name="folds",
            group="ensemble",
            summary="The best checkpoint of each fold's training; their probabilities are averaged.",
            source="Krogh & Vedelsby, NeurIPS 1994 (cross-validation ensembles)",
            target="segscope.train.ensembles.members:best_checkpoint",
            aliases=("best",),
            check="Out of fold, each picture is segmented once, by the one model that did not train on it.",
            test="tests/train/ensembles/test_evaluate.py::test_out_of_fold_each_picture_counts_once",
        ),
        Technique(
            name="seeds",
            group="ensemble",
            summary="The best checkpoint of trainings that differ in their seed.",
            source="Lakshminarayanan et al., NeurIPS 2017",
            target="segscope.train.ensembles.members:best_checkpoint",
            check="Members of equal seeds are equal, and their mean is each of them.",
            test="tests/train/ensembles/test_make.py::test_equal_seeds_give_one_model",
        ),
        Technique(
            name="epochs",
            group="ensemble",
            summary="Kept epochs of one training: its last ones, or snapshots (`train.keep_epochs`).",
            source="Huang et al., Snapshot Ensembles, ICLR 2017",
            target="segscope.train.ensembles.members:kept_checkpoints",
            options=EpochMembersOptions,
            aliases=("snapshots",),
            check="An ensemble of one epoch is that epoch's model.",
            test="tests/train/ensembles/test_make.py::test_one_epoch_is_its_own_ensemble",
        ),
        Technique(
            name="swa",
            group="ensemble",
            summary="One model of the kept epochs' mean weights, with exact BatchNorm statistics.",
            source="Izmailov et al., UAI 2018",
            target="segscope.train.ensembles.swa:average_checkpoint",
            options=EpochMembersOptions,
            check="Weights are the arithmetic mean; BatchNorm holds the whole set's statistics.",
            test="tests/train/ensembles/test_batch_norm.py::test_statistics_are_those_of_the_whole_set",
        ),
        Technique(
            name="ema",
            group="ensemble",
            summary="The running mean of the weights (`train.ema`) after the last epoch, BatchNorm exact.",
            source="Polyak & Juditsky, SIAM J. Control Optim. 1992",
            target="segscope.train.ensembles.running_mean:running_mean_checkpoint",
            options=RunningMeanOptions,
            check="Weights are those of the average; BatchNorm holds the training pictures' statistics.",
            test="tests/train/ensembles/test_make.py::test_averages_have_the_statistics_of_every_picture",
        ),
    ),
)

WEIGHTINGS = Catalogue(
    "weights",
    (
        Technique(
            name="uniform",
            group="weights",
            summary="Every member counts the same.",
            source="Lakshminarayanan et al., NeurIPS 2017",
            target="segscope.train.ensembles.weighting:uniform",
            options=NoOptions,
            check="The mean of equal members is each of them.",
            test="tests/train/predictors/test_weighted_mean.py::test_the_mean_of_equal_members_is_each_of_them",
        ),
        Technique(
            name="search",
            group="weights",
            summary="Weights that raise mIoU on pictures no member trained on; kept if halves confirm it.",
            source="Wolpert, Neural Networks 1992 (stacking); Caruana et al., ICML 2004",
            target="segscope.train.ensembles.weighting:search",
            options=WeightSearchOptions,
            check="As good as a grid over all weights; noise gets none; the test data is never read.",
            test="tests/train/ensembles/test_weight_search.py::test_the_search_is_as_good_as_a_grid",
        ),
    ),
)
