"""The bounds of the diagnosis, with the reason for each.

They were tuned on simulated validations with known plants, of models from good to weak
(``tests/analysis/simulate.py``).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ConfusableOptions:
    """When two classes count as confusable by whole segments.

    Attributes:
        min_share: Share of the true class's pixels that must be taken for the other class, not along
            borders. Below a tenth, a repair hardly moves the class.
        image_share: Share of the class's pixels *in one image* from which the image supports the
            pair; keeps slivers that a thick border error leaves from counting.
        min_images: Supporting images, and, where groups are known, supporting groups (or all there
            are, if they are fewer); two may be one odd scene and its neighbour.
        min_lift: How often more than the background the pair must occur. The background is what
            this model confuses anyway: the class with others, others with the class, any with any.
            A weak model confuses everything, and is not to be told that every pair is special.
        prior_rate: Rate of confused images that is assumed before any is seen …
        prior_images: … with the weight of this many images, for sets with few classes or images.
        significance: Chance, over all pairs together, that a pair passes though it occurs at
            ``min_lift`` times the background (Bonferroni).
        min_whole: Share of whole segments among the pixels not along borders; below it the classes
            touch and bleed into each other, which is not an exchange of objects.
        min_reverse_share: Share of the other class's pixels that go the other way, to call the confusion
            mutual: classes that look alike are confused both ways, while a class that the model has not
            learned yet falls to a stronger one and gets nothing back. Twice the share where a single
            image shows it.
        min_one_way_share: Share of the class that must go where the confusion is not mutual.
        min_recall: Recall below which the model has not learned a class; where its objects go then says
            little …
        min_unlearned_share: … unless this share of its pixels goes to one class, or to one group that
            is confusable without it.
        resamples: Bootstrap resamples of the images, or of the groups.
        min_stability: Share of resamples in which the pair must stay above half of ``min_share``
            and above ``min_lift``.
        min_groups: Groups with the class, from which on the bootstrap draws groups; images of one
            scene are not independent, yet a few groups say nothing about others.
        seed: Of the bootstrap, so that one validation always gives one diagnosis.
    """

    min_share: float = 0.10
    image_share: float = 0.10
    min_images: int = 3
    min_lift: float = 2.0
    prior_rate: float = 0.02
    prior_images: int = 20
    significance: float = 0.05
    min_whole: float = 0.5
    min_reverse_share: float = 0.04
    min_one_way_share: float = 0.25
    min_recall: float = 0.25
    min_unlearned_share: float = 0.55
    resamples: int = 200
    min_stability: float = 0.8
    min_groups: int = 8
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ClassFindingOptions:
    """When one class is named for an error of its own.

    Attributes:
        small_share: Median share of the picture, where the class occurs, up to which it can be small …
        small_ratio: … if it is also this small against the median class.
        small_deficit: IoU points below the median of the other object classes that make a small class
            badly scored; a small class that does as well as the others is no finding.
        soft_ratio: Border errors per found border pixel against the median of the other classes; every
            model errs a little along every border. Of simulated classes with usual edges, one in a
            hundred reaches 1.5.
        soft_share: Share of the border errors in the class's lost IoU; below it the class has other
            worries.
        soft_min_lost: IoU points lost at borders, below which softness costs too little to name.
        soft_min_recall: Recall below which edges are not what the class should be looked at for.
        hardly_found: Recall below which the class counts as not learned yet; the bound of
            :attr:`ConfusableOptions.min_recall`.
        missed_share: Share of the class's pixels missed by whole segments.
        missed_ratio: The same against the median of the other classes, to be named alone; where most
            classes are missed, that is one finding and not ten.
        significance: Chance, over all classes, that a class that is missed no more often than the
            others is named alone (binomial tail over images, Bonferroni).
        invented_share: Wholly invented pixels over the class's union: IoU points lost to them.
        min_images: Images in which a class must show the error.
    """

    small_share: float = 0.01
    small_ratio: float = 0.25
    small_deficit: float = 0.10
    soft_ratio: float = 1.5
    soft_share: float = 0.15
    soft_min_lost: float = 0.05
    soft_min_recall: float = 0.5
    hardly_found: float = 0.25
    missed_share: float = 0.15
    missed_ratio: float = 1.5
    significance: float = 0.05
    invented_share: float = 0.10
    min_images: int = 3


@dataclass(frozen=True, slots=True)
class DiagnosisOptions:
    """Bounds and lengths of a diagnosis.

    Attributes:
        worst: Images listed for each class, kind, pair and finding.
        confusions: Flows kept, the costliest first; 150 classes have 22,350 possible ones.
        pairs: Confused pairs whose worst images are listed.
        gains: Repairs kept, the greatest first.
        suspects: Places with a doubtful label kept, the likeliest wrong first.
        confusable: Bounds of confusable classes.
        classes: Bounds of the findings about one class.
    """

    worst: int = 3
    confusions: int = 200
    pairs: int = 20
    gains: int = 100
    suspects: int = 50
    confusable: ConfusableOptions = field(default_factory=ConfusableOptions)
    classes: ClassFindingOptions = field(default_factory=ClassFindingOptions)
