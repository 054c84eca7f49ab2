"""A class: its worst pictures first, what it is taken for, and how it did over all runs."""

import re
from urllib.parse import quote

import numpy as np
from playwright.sync_api import expect

from tests.page.conftest import OpenPage
from tests.page.kept_maps import read_maps
from tests.page.places import Places, ask
from tests.page.server import PageServer
from tests.page.trained import BASELINE, CHANGED, Trained


def test_worst_pictures_come_first_and_count_the_classes_own_errors(
    open_page: OpenPage, places: Places, workspace: Trained, server: PageServer
) -> None:
    index, name = len(places.classes) - 1, places.classes[-1]
    api = f"{server.url}/api/v1/runs/{places.last}/validations/{places.best}/pictures"
    wrong = {}
    for picture in ask(api)["pictures"]:
        maps = read_maps(workspace.folder, places.last, places.best, picture["sample"])
        wrong[picture["sample"]] = int(np.logical_xor(maps.truth == index, maps.prediction == index).sum())
    page = open_page(f"{places.run}/classes/{quote(name)}")
    worst = page.get_by_role("region", name="Worst pictures").get_by_role("link", name=re.compile("px wrong"))
    expect(worst.first).to_be_visible()
    said = [link.inner_text().replace("\n", " ") for link in worst.all()]
    for text in said:
        sample = next(sample for sample in wrong if sample in text)
        assert f"{wrong[sample]:,} px wrong" in text
    costs = [float(re.search(r"costs (\.\d+|1)", text)[1]) for text in said]  # type: ignore[index]
    assert costs == sorted(costs, reverse=True)


def test_error_kinds_filter_the_worst_pictures_and_stay_in_the_address(
    open_page: OpenPage, places: Places
) -> None:
    page = open_page(f"{places.run}/classes/{quote(places.classes[-1])}")
    kinds = page.get_by_role("group", name="Kind of error")
    kinds.get_by_text("boundary").click()
    again = open_page(page.url)
    expect(
        again.get_by_role("group", name="Kind of error").get_by_role("radio", name="boundary")
    ).to_be_checked()


def test_a_letter_leads_from_class_to_class(open_page: OpenPage, places: Places) -> None:
    page = open_page(f"{places.run}/classes/{quote(places.classes[-1])}")
    title = page.get_by_role("heading", level=1)
    expect(page.get_by_role("region", name="Scores")).to_be_visible()
    page.keyboard.press("j")
    expect(title).not_to_have_text(places.classes[-1])
    page.keyboard.press("k")
    expect(title).to_have_text(places.classes[-1])


def test_a_class_is_followed_over_all_runs(open_page: OpenPage, places: Places) -> None:
    page = open_page(f"/classes/{quote(places.classes[-1])}")
    for name in (BASELINE, CHANGED):
        expect(page.get_by_role("main").get_by_role("link", name=name).first).to_be_visible()
