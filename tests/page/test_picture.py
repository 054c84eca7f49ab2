"""The picture's page: what is painted and counted, held against the label maps in the workspace's files."""

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.page.conftest import OpenPage
from tests.page.kept_maps import KeptMaps, read_maps
from tests.page.painted import pixels_of, share_of
from tests.page.places import Places, ask
from tests.page.server import PageServer
from tests.page.trained import Trained

PANES = ("Ground truth", "Prediction")


@pytest.fixture(scope="module")
def maps(workspace: Trained, places: Places) -> KeptMaps:
    return read_maps(workspace.folder, places.last, places.best, places.sample)


@pytest.fixture(scope="module")
def colours(server: PageServer, places: Places) -> list[str]:
    return [entry["colour"] for entry in ask(f"{server.url}/api/v1/runs/{places.last}")["classes"]]


def pane(page: Page, name: str) -> Locator:
    """Find the canvas of a pane, once it is painted."""
    shown = page.get_by_role("figure", name=name).locator("canvas").first
    expect(shown).to_be_visible()
    page.wait_for_timeout(300)
    return shown


def shares(page: Page, name: str, colours: list[str]) -> list[float]:
    """Tell which share of what has a class's colour in a pane each class has."""
    pixels = pixels_of(pane(page, name))
    painted = [share_of(pixels, colour) for colour in colours]
    return [share / max(sum(painted), 1e-9) for share in painted]


def test_wrong_pixels_are_those_of_the_label_maps(
    open_page: OpenPage, places: Places, maps: KeptMaps
) -> None:
    page = open_page(places.picture)
    wrong = page.get_by_role("region", name="What is wrong here")
    expect(wrong.get_by_text(f"{maps.wrong:,} wrong pixels")).to_be_visible()
    ((truth, predicted), pixels), *_ = maps.pairs().most_common()
    row = wrong.get_by_role("row").nth(1)
    expect(row).to_contain_text(places.classes[truth])
    expect(row).to_contain_text(places.classes[predicted])
    expect(row).to_contain_text(f"{pixels:,}")


def test_panes_are_painted_in_the_colours_of_their_label_maps(
    open_page: OpenPage, places: Places, maps: KeptMaps, colours: list[str]
) -> None:
    page = open_page(f"{places.picture}?panes=truth,prediction&opacity=100")
    for index in range(len(colours)):
        page.get_by_role("checkbox", name=f"Show {places.classes[index]}", exact=True).check()
    for name, labels in zip(PANES, (maps.truth, maps.prediction), strict=True):
        real = np.bincount(labels.ravel(), minlength=len(colours)) / labels.size
        np.testing.assert_allclose(shares(page, name, colours), real, atol=0.015)


def test_a_hidden_class_is_painted_nowhere_and_a_link_keeps_it_hidden(
    open_page: OpenPage, places: Places, maps: KeptMaps, colours: list[str]
) -> None:
    index = int(np.bincount(maps.truth[maps.truth > 0]).argmax())
    page = open_page(f"{places.picture}?panes=truth,prediction&opacity=100")
    assert shares(page, "Ground truth", colours)[index] > 0.1
    page.get_by_role("checkbox", name=f"Show {places.classes[index]}", exact=True).uncheck()
    assert shares(page, "Ground truth", colours)[index] == 0
    again = open_page(page.url)
    expect(
        again.get_by_role("checkbox", name=f"Show {places.classes[index]}", exact=True)
    ).not_to_be_checked()
    assert shares(again, "Ground truth", colours)[index] == 0


def test_the_pixel_under_the_pointer_is_named(open_page: OpenPage, places: Places, maps: KeptMaps) -> None:
    page = open_page(f"{places.picture}?panes=truth,prediction&at=64,64,4")
    box = pane(page, "Ground truth").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2 - 24)
    said = page.get_by_text(re.compile(r"x \d+, y \d+"))
    expect(said).to_be_visible()
    found = re.search(r"x (\d+), y (\d+)", said.inner_text())
    assert found
    column, row = int(found[1]), int(found[2])
    assert abs(column - 74) <= 2
    assert abs(row - 58) <= 2
    readout = page.get_by_role("main")
    expect(readout).to_contain_text(f"truth {places.classes[maps.truth[row, column]]}")
    expect(readout).to_contain_text(f"prediction {places.classes[maps.prediction[row, column]]}")


def test_keys_lead_through_pictures_and_epochs_and_the_address_follows(
    open_page: OpenPage, server: PageServer, places: Places
) -> None:
    api = f"{server.url}/api/v1/runs/{places.last}/validations/{places.best}/pictures"
    order = [picture["sample"] for picture in ask(api)["pictures"]]
    page = open_page(places.picture)
    expect(page.get_by_role("heading", name=f"Picture {order[0]}")).to_be_visible()
    expect(page.get_by_role("button", name="Next picture")).to_be_enabled()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(re.escape(f"/pictures/{order[1]}")))
    expect(page.get_by_role("heading", name=f"Picture {order[1]}")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(re.escape(f"/pictures/{order[0]}")))
    page.keyboard.press("Control+ArrowLeft")
    expect(page.get_by_text("epoch 1, mIoU")).to_be_visible()
    expect(page).to_have_url(re.compile("validation=1"))
    page.keyboard.press("k")
    for name in places.classes[1:4]:
        expect(page.get_by_role("figure", name=name).first).to_be_visible()


def test_a_note_is_pinned_to_a_spot_and_seen_by_every_run_with_the_picture(
    open_page: OpenPage, places: Places
) -> None:
    text = "the **edge** is wrong <b>here</b>\n종이팩?"
    page = open_page(f"{places.picture}?panes=truth,prediction", user="서연")
    pane(page, "Ground truth").hover()
    page.keyboard.press("n")
    page.get_by_role("textbox", name="Note").fill(text)
    page.get_by_role("button", name="Save").click()
    notes = page.get_by_role("region", name="Notes")
    expect(notes.get_by_text("종이팩?")).to_be_visible()
    other = open_page(places.picture.replace(places.last, places.first))
    expect(other.get_by_role("region", name="Notes").get_by_text("종이팩?")).to_be_visible()
    expect(other.get_by_role("region", name="Notes").get_by_text("서연")).to_be_visible()
    assert other.locator("main b").count() == 0
    notes.get_by_role("button", name=re.compile("Delete note")).click()
    expect(notes.get_by_text("종이팩?")).to_be_hidden()


def test_a_picture_whose_file_has_moved_says_so_and_its_masks_still_show(
    open_page: OpenPage, server: PageServer, places: Places, colours: list[str], workspace: Trained
) -> None:
    (file,) = (
        path
        for path in workspace.data.rglob("*.jpg")
        if path.with_suffix("").as_posix().endswith(places.sample)
    )
    away = file.with_suffix(".away")
    file.rename(away)
    try:
        page = open_page(f"{places.picture}?panes=picture,truth&opacity=100")
        expect(page.get_by_role("figure", name="Picture")).to_contain_text(Path(places.sample).name)
        assert max(shares(page, "Ground truth", colours)) > 0
    finally:
        away.rename(file)
