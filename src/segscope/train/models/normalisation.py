"""What levels of a picture are taken off and divided by before the encoder sees them."""

import numpy as np

from segscope.data.channel_statistics import ChannelStatistics
from segscope.data.picture_format import RGB8, PictureFormat
from segscope.train.models.encoders import IMAGENET_MEAN, IMAGENET_STD

Figures = tuple[tuple[float, ...], tuple[float, ...]]
"""Mean and deviation of each channel, in units of full scale."""


def fit_normalisation(
    encoder: Figures, pictures: PictureFormat, statistics: ChannelStatistics | None
) -> Figures:
    """Give the figures for pictures of any format.

    8-bit RGB is normalised by the encoder's own figures. Other channels, and 16 bits of which a camera
    fills a small part, are brought to the mean and spread that photos have behind the encoder's own
    figures, so that pretrained weights see what they were trained on.

    Args:
        encoder: What the encoder's weights were trained with.
        pictures: Channels and bits.
        statistics: Of the training pictures; None repeats the encoder's figures, for weights that bring
            their own, as those of a checkpoint do.

    Example:
        >>> half = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
        >>> mean, std = fit_normalisation(half, PictureFormat(1, 16), ChannelStatistics((0.02,), (0.01,)))
        >>> round((0.02 - mean[0]) / std[0], 3), round(0.01 / std[0], 3)
        (-0.102, 0.452)
    """
    if pictures == RGB8:
        return encoder
    if statistics is None:
        figures = np.resize(np.asarray(encoder), (2, len(encoder[0])))
        mean, std = (np.resize(row, pictures.channels) for row in figures)
        return tuple(mean.tolist()), tuple(std.tolist())
    encoder_mean, encoder_std = np.asarray(encoder)
    photo_mean = float(np.mean((np.asarray(IMAGENET_MEAN) - encoder_mean) / encoder_std))
    photo_std = float(np.mean(np.asarray(IMAGENET_STD) / encoder_std))
    # A channel that is the same everywhere keeps one level as its unit.
    spread = np.maximum(statistics.std, 1 / pictures.full_scale) / photo_std
    mean = np.asarray(statistics.mean) - photo_mean * spread
    return tuple(mean.tolist()), tuple(spread.tolist())
