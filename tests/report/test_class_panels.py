from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from segscope.engine.class_set import ClassSet
from segscope.errors import UsageError
from segscope.report.class_panels import all_class_panels, class_panel
from segscope.report.class_states import FALSE, MISSED, NOTHING, TRUE, class_states
from segscope.report.grid import GAP
from segscope.report.options import PanelOptions
from segscope.report.overlay import dimmed
from segscope.report.state_painter import STATE_COLOURS, StatePainter
from tests.report.drawn_samples import Drawn, FindPicture, Pixels, predicted

CLASSES = ClassSet(tuple("abcde"))
HEIGHT, WIDTH = 48, 64
AS_IT_IS = PanelOptions(row_height=HEIGHT)

# Viénot, Brettel and Mollon's and Machado's way of simulating colour blindness: matrices on linear RGB
# (Machado, Oliveira and Fernandes, IEEE TVCG 2009, severity 1).
COLOUR_BLIND = {
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


def grey(picture: Pixels) -> NDArray[np.float64]:
    luminance: NDArray[np.float64] = picture @ np.array([0.299, 0.587, 0.114])
    return luminance


def nearest_state(pixel: Pixels, base: NDArray[np.float64]) -> int:
    def distance(state: int) -> float:
        grounds = (base,) if state == NOTHING else STATE_COLOURS[state]
        return min(
            float(np.abs(pixel - (0.86 * np.array(c) + 0.14 * base if state else c)).max()) for c in grounds
        )

    return min((NOTHING, MISSED, FALSE, TRUE), key=distance)


def test_drawn_pixels_say_what_each_pixel_is_to_each_class(drawn: Drawn, find_picture: FindPicture) -> None:
    sample = drawn.sample(CLASSES, (HEIGHT, WIDTH), block=5)
    black = np.zeros_like(sample.image)
    black[0, :, 0] = np.arange(WIDTH)  # a mark to find the picture by
    sample = replace(sample, image=black)

    picture = all_class_panels([sample], CLASSES, options=AS_IT_IS)

    top, left = find_picture(picture, black)
    states = class_states(sample.ground_truth, predicted(sample), CLASSES)
    counted = sample.ground_truth != CLASSES.ignore
    for index in range(CLASSES.num_classes):
        start = left + (index + 1) * (WIDTH + GAP)
        pane = picture[top : top + HEIGHT, start : start + WIDTH]
        for y, x in drawn.random.integers((1, 0), (HEIGHT, WIDTH), (150, 2)):
            if counted[y, x]:
                assert nearest_state(pane[y, x], np.full(3, 140.0)) == states[index, y, x]


def test_at_full_opacity_every_state_has_colours_of_its_own(drawn: Drawn) -> None:
    base = drawn.random.integers(0, 60, (40, 40, 3), dtype=np.uint8)
    states = drawn.random.integers(0, 4, (40, 40), dtype=np.uint8)
    owner = {colour: state for state, pair in STATE_COLOURS.items() for colour in pair}

    painted = StatePainter(base, opacity=1.0).paint(states)

    decoded = [
        owner.get((pixel[0], pixel[1], pixel[2]), NOTHING) for pixel in painted.reshape(-1, 3).tolist()
    ]
    assert np.array_equal(np.reshape(decoded, states.shape), states)
    assert np.array_equal(painted[states == NOTHING], base[states == NOTHING])


def test_states_differ_in_texture_and_lightness_without_colour() -> None:
    base = np.full((48, 48, 3), 128, dtype=np.uint8)
    painter = StatePainter(base)
    area = {s: grey(painter.paint(np.full((48, 48), s, np.uint8))) for s in (TRUE, FALSE, MISSED)}

    means = sorted(values.mean() for values in area.values())
    assert min(np.diff(means)) > 20, "told apart by lightness even where too thin for a texture"
    assert area[TRUE].std() < 1, "plain"
    assert area[FALSE].std() > 20
    assert area[MISSED].std() > 20
    along, across = area[FALSE][1:, :-1] - area[FALSE][:-1, 1:], area[FALSE][1:, 1:] - area[FALSE][:-1, :-1]
    assert np.abs(along).max() == 0, "rising stripes are constant along their direction"
    assert np.abs(across).max() > 40
    for step in (np.s_[1:, :-1], np.s_[1:, 1:], np.s_[1:, :], np.s_[:, 1:]):
        moved = area[MISSED][step]
        assert np.abs(moved - area[MISSED][: moved.shape[0], : moved.shape[1]]).max() > 40, "dots have none"


def test_right_and_missed_areas_are_darker_than_any_dimmed_picture() -> None:
    shades = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    dim = dimmed(np.repeat(shades, 8, axis=0))
    painter = StatePainter(dim)
    for state in (TRUE, MISSED):
        area = grey(painter.paint(np.full(dim.shape[:2], state, np.uint8)))
        assert np.median(area) < grey(dim).min() - 25


@pytest.mark.parametrize("matrix", COLOUR_BLIND.values(), ids=COLOUR_BLIND.keys())
def test_states_stay_apart_for_colour_blind_readers(matrix: list[list[float]]) -> None:
    grounds = np.array([STATE_COLOURS[state][0] for state in (TRUE, FALSE, MISSED)]) / 255
    seen = np.clip(grounds**2.2 @ np.array(matrix).T, 0, 1) ** (1 / 2.2) * 255
    distances = [np.linalg.norm(seen[i] - seen[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    assert min(distances) > 80


def test_an_ignored_picture_shows_no_state(drawn: Drawn, find_picture: FindPicture) -> None:
    sample = drawn.sample(CLASSES, (HEIGHT, WIDTH))
    ignored = replace(sample, ground_truth=np.full((HEIGHT, WIDTH), 255, dtype=np.uint8))

    picture = all_class_panels([ignored], CLASSES, options=AS_IT_IS)

    top, left = find_picture(picture, sample.image)
    for index in range(CLASSES.num_classes):
        start = left + (index + 1) * (WIDTH + GAP)
        pane = picture[top : top + HEIGHT, start : start + WIDTH].astype(int)
        assert (pane.max(axis=2) == pane.min(axis=2)).all(), "greys alone"


@pytest.mark.parametrize("num_classes", [1, 2, 12, 24])
def test_up_to_24_classes_all_get_a_column(drawn: Drawn, num_classes: int) -> None:
    classes = ClassSet(tuple(map(str, range(num_classes))))
    sample = drawn.sample(classes, (100, 100))

    picture = all_class_panels([sample], classes)

    columns = 1 + min(num_classes, 16)
    assert picture.shape[1] == max(columns * (100 + GAP) - GAP, 280) + 32


def test_of_many_classes_those_that_occur_get_a_column(drawn: Drawn) -> None:
    classes = ClassSet(tuple(map(str, range(150))))
    sample = drawn.sample(classes, (100, 100))
    few = replace(sample, ground_truth=np.full((100, 100), 7), prediction=np.full((100, 100), 149))

    assert all_class_panels([few], classes).shape[1] == 3 * (100 + GAP) - GAP + 32


def test_class_panel_agrees_with_the_all_class_panel(drawn: Drawn, find_picture: FindPicture) -> None:
    sample = drawn.sample(CLASSES, (HEIGHT, WIDTH))

    single = class_panel([sample], 3, CLASSES, options=AS_IT_IS)
    every = all_class_panels([sample], CLASSES, options=AS_IT_IS)

    (top, left), (all_top, all_left) = find_picture(single, sample.image), find_picture(every, sample.image)
    pane = single[top : top + HEIGHT, left + WIDTH + GAP :][:, :WIDTH]
    all_start = all_left + 4 * (WIDTH + GAP)
    assert np.array_equal(pane, every[all_top : all_top + HEIGHT, all_start : all_start + WIDTH])


def test_class_panels_name_wrong_use(drawn: Drawn) -> None:
    sample = drawn.sample(CLASSES)
    with pytest.raises(UsageError, match="there is no class 5"):
        class_panel([sample], 5, CLASSES)
    with pytest.raises(UsageError, match="'a' has no prediction"):
        all_class_panels([replace(sample, prediction=None)], CLASSES)
    with pytest.raises(UsageError, match="a panel of 0 samples"):
        class_panel([], 0, CLASSES)
