"""Two runs against each other: the verdict, what moved, and single pixels held against the label maps."""

import re
from dataclasses import replace

from playwright.sync_api import expect

from segscope.store import Workspace
from tests.contract.stores.stored import new_run, validate
from tests.page.conftest import OpenPage
from tests.page.kept_maps import read_maps
from tests.page.places import Places
from tests.page.trained import Trained
from tests.page.watching import Watch


def test_a_verdict_stands_above_all_classes_with_their_intervals(open_page: OpenPage, places: Places) -> None:
    page = open_page(places.compare)
    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict).to_contain_text("Too few pictures to tell:")  # eight of them
    changes = page.get_by_role("table", name="Changes with their intervals")
    for name in ("mIoU", *places.classes):
        expect(changes.get_by_role("rowheader", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name="Swap A and B").click()
    expect(page).to_have_url(re.compile(f"a={places.last}.*b={places.first}"))


def test_fixed_and_broken_pixels_are_those_of_the_label_maps(
    open_page: OpenPage, places: Places, workspace: Trained
) -> None:
    page = open_page(places.compare)
    page.get_by_role("link", name=re.compile("pixel by pixel")).first.click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("batch_")
    sample = title.inner_text().removeprefix("Compare ").strip()
    before = read_maps(workspace.folder, places.first, places.best, sample)
    after = read_maps(workspace.folder, places.last, places.best, sample)
    was_wrong, is_wrong = (maps.truth != maps.prediction for maps in (before, after))
    fixed, broken = int((was_wrong & ~is_wrong).sum()), int((~was_wrong & is_wrong).sum())
    expect(page.get_by_role("figure", name="Fixed and broken")).to_contain_text(
        f"{fixed:,} fixed, {broken:,} broken"
    )
    again = open_page(page.url)
    expect(again.get_by_role("heading", level=1)).to_contain_text(sample)


def test_pictures_that_moved_are_ordered_and_stepped_through(open_page: OpenPage, places: Places) -> None:
    page = open_page(places.compare)
    moved = page.get_by_role("region", name="Pictures that moved")
    moved.get_by_role("link", name=re.compile("pixel by pixel")).first.click()
    expect(page.get_by_text("1 of 8")).to_be_visible()
    page.get_by_role("button", name="Next picture that moved").click()
    expect(page.get_by_text("2 of 8")).to_be_visible()
    page.get_by_role("group", name="Layout").get_by_text("Swipe").click()
    expect(page.get_by_role("slider", name="Where A ends and B begins")).to_be_visible()


def test_unlike_things_are_refused_with_the_reason(
    open_page: OpenPage, places: Places, workspace: Trained, watch: Watch
) -> None:
    watch.allow("status of 409")  # browsers log every refusal
    with Workspace.open(workspace.folder) as place:
        other = place.create_run(replace(new_run("other data"), label_hash="another"))
        validate(other, 10, 0.5)
    page = open_page(f"/compare?a={places.first}&b={other.id}")
    main = page.get_by_role("main")
    expect(main).to_contain_text("These two cannot be compared")
    expect(main.get_by_role("table", name="Changes with their intervals")).to_have_count(0)
