"""Validation splits, by name: how the labelled pictures are divided into folds."""

from typing import Literal

from pydantic import Field

from segscope.config.catalogue.technique import Catalogue, Options, Technique

_ROOM = "segscope.data.splits"
_TESTS = "tests/data/splits"


class HoldoutOptions(Options):
    """Options of a single validation part.

    Attributes:
        share: Share of the pictures that validates.
        seed: Decides between what is equally good.
        balance: What is kept even: pictures that show a class, its pixels, or both.
    """

    share: float = Field(default=0.2, gt=0, lt=1)
    seed: int = Field(default=0, ge=0, lt=2**32)
    balance: Literal["images", "pixels", "both"] = "both"


class FoldOptions(Options):
    """Options of folds.

    Attributes:
        folds: How many.
        seed: Seed of everything that is drawn.
    """

    folds: int = Field(default=5, ge=2)
    seed: int = Field(default=0, ge=0, lt=2**32)


class BalancedFoldOptions(FoldOptions):
    """Options of folds that balance classes.

    Attributes:
        folds: How many.
        seed: Seed of everything that is drawn.
        balance: What is kept even: pictures that show a class, its pixels, or both.
    """

    balance: Literal["images", "pixels", "both"] = "both"


SPLITS = Catalogue(
    "split",
    (
        Technique(
            name="holdout",
            group="split",
            summary="One validation part of a given share: groups whole, classes balanced.",
            source="standard",
            target=f"{_ROOM}.holdout:Holdout",
            options=HoldoutOptions,
            check="About the share, no group torn, every class in both parts; a seed gives one split.",
            test=f"{_TESTS}/test_holdout.py::test_the_part_has_its_share_of_pictures_and_of_every_class",
        ),
        Technique(
            name="k-fold",
            group="split",
            summary="Equal parts at random; looks neither at classes nor at groups.",
            source="standard",
            target=f"{_ROOM}.k_fold:KFold",
            options=FoldOptions,
            aliases=("kfold",),
            check="The folds are scikit-learn's KFold(shuffle=True) of that seed.",
            test=f"{_TESTS}/test_k_fold.py::test_the_folds_are_those_of_scikit_learn",
        ),
        Technique(
            name="stratified",
            group="split",
            summary="Every class with its share in every fold, picture by picture; ignores groups.",
            source="Sechidis et al., ECML 2011",
            target=f"{_ROOM}.stratified_k_fold:StratifiedKFold",
            options=BalancedFoldOptions,
            aliases=("stratified-k-fold", "multilabel"),
            check="Pictures of the rarest class differ by at most one between folds; sizes, too.",
            test=f"{_TESTS}/test_stratified_k_fold.py::test_the_rarest_class_is_even_to_one_picture",
        ),
        Technique(
            name="group",
            group="split",
            summary="Whole groups in folds of about equal size; does not look at classes.",
            source="scikit-learn's GroupKFold",
            target=f"{_ROOM}.group_k_fold:GroupKFold",
            options=FoldOptions,
            aliases=("group-k-fold",),
            check="The folds are scikit-learn's GroupKFold where no two groups have one size.",
            test=f"{_TESTS}/test_group_k_fold.py::test_the_folds_are_those_of_scikit_learn",
        ),
        Technique(
            name="stratified-group",
            group="split",
            summary="Whole groups, and every class with its share in every fold; the default.",
            source="scikit-learn's StratifiedGroupKFold, for several classes a picture",
            target=f"{_ROOM}.stratified_group_k_fold:StratifiedGroupKFold",
            options=BalancedFoldOptions,
            aliases=("stratified-group-k-fold",),
            check="No group torn, each class in every fold where that can be, deviations far below chance.",
            test=f"{_TESTS}/test_stratified_group_k_fold.py::test_the_ranking_of_splitters_is_the_measured_one",
        ),
    ),
)
