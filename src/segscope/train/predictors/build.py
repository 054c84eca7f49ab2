"""From models and a config to what segments pictures."""

from collections.abc import Iterable, Sequence

from segscope.config.inference import InferenceConfig
from segscope.data.picture_format import PictureFormat
from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.train.models.segmenter import Segmenter
from segscope.train.predictors.base import Predictor
from segscope.train.predictors.label_maps import LabelMaps
from segscope.train.predictors.model import Autocast, ModelPredictor
from segscope.train.predictors.weighted_mean import WeightedMean
from segscope.train.resolve import resolve_target


def build_predictor(
    models: Sequence[Segmenter],
    weights: Sequence[float],
    config: InferenceConfig,
    autocast: Autocast,
    *,
    batch_size: int = 4,
) -> Predictor:
    """Combine models and views into one predictor.

    All of it is linear in the probabilities, so that the order changes nothing but the cost: members are
    innermost (one resize serves all of them), tiles are outermost (so that label maps can be made band by
    band).

    Args:
        models: In evaluation mode, on the device.
        weights: One for each model.
        config: Views and tiles.
        autocast: The context that the models compute in.
        batch_size: Tiles in one forward pass.

    Raises:
        UsageError: The models take pictures of different channels or bits.
    """
    refuse_other_formats(model.picture_format for model in models)
    predictor: Predictor = WeightedMean([ModelPredictor(model, autocast) for model in models], weights)
    for choice in config.tta:
        predictor = resolve_target(choice.technique)(predictor, choice.options)
    if config.window is not None:
        window = resolve_target(config.window.technique)
        predictor = window(predictor, config.window.options, batch_size=batch_size)
    return predictor


def refuse_other_formats(formats: Iterable[PictureFormat]) -> None:
    """Refuse models that cannot look at the same picture.

    Raises:
        UsageError: They take pictures of different channels or bits.
    """
    found = sorted({str(one) for one in formats})
    if len(found) > 1:
        raise UsageError(
            f"the members take different pictures ({' and '.join(found)}): combine models that were "
            "trained on the same channels and bits."
        )


def build_label_maps(predictor: Predictor, config: InferenceConfig, class_set: ClassSet) -> LabelMaps:
    """Add the config's post-processing to a predictor.

    Raises:
        ConfigError: An option names a class that there is not.
    """
    posts = [resolve_target(choice.technique)(choice.options, class_set) for choice in config.post]
    return LabelMaps(predictor, posts)
