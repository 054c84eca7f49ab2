"""Lists of runs, and a run's page: from a number to the pictures that it comes from."""

import re

from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.kept_maps import read_maps
from tests.page.places import Places, ask
from tests.page.server import PageServer
from tests.page.trained import BASELINE, CHANGED, Trained


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_runs_are_listed_found_and_chosen_for_a_comparison(open_page: OpenPage, places: Places) -> None:
    page = open_page("/runs")
    expect(page.get_by_text("2 runs")).to_be_visible()
    page.get_by_role("searchbox").fill("기준선")
    expect(page.get_by_role("link", name=CHANGED)).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?"))
    page.get_by_role("searchbox").fill("")
    for name in (BASELINE, CHANGED):
        page.get_by_role("checkbox", name=f"Choose {name} to compare").check()
    page.get_by_role("link", name=re.compile("Compare")).last.click()
    expect(page).to_have_url(re.compile(f"/compare.*{places.first}"))
    expect(page).to_have_url(re.compile(f"/compare.*{places.last}"))


def test_a_cell_of_the_confusion_matrix_leads_to_its_pictures(
    open_page: OpenPage, places: Places, workspace: Trained, server: PageServer
) -> None:
    api = f"{server.url}/api/v1/runs/{places.last}/validations/{places.best}/pictures"
    samples = [picture["sample"] for picture in ask(api)["pictures"]]
    page = open_page(f"{places.run}?part=confusions")
    flow = page.get_by_role("link", name=re.compile("→ .*pixels, .*in .* picture")).first
    expect(flow).to_be_visible()
    said = re.match(
        r"(.+) → (.+?): .* in (\d+) pictures?$", flow.get_attribute("aria-label") or flow.inner_text()
    )
    assert said
    truth, predicted = (places.classes.index(said[place]) for place in (1, 2))
    holding = {
        sample
        for sample in samples
        if read_maps(workspace.folder, places.last, places.best, sample).pairs()[truth, predicted]
    }
    assert int(said[3]) == len(holding)
    flow.click()
    expect(page.get_by_role("gridcell")).to_have_count(len(holding))
    shown = {
        cell.get_attribute("aria-label") or cell.inner_text()
        for cell in page.get_by_role("link", name=re.compile("costs")).all()
    }
    assert {name.split(":")[0].split()[0] for name in shown} == holding


def test_the_matrix_is_walked_by_arrow_keys(open_page: OpenPage, places: Places) -> None:
    page = open_page(f"{places.run}?part=confusions")
    matrix = page.get_by_role("group", name=re.compile("Confusion matrix"))
    matrix.get_by_role("link").first.focus()
    page.keyboard.press("ArrowRight")
    focused = matrix.get_by_role("link").first
    expect(focused).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pictures\?.*taken="))


def test_what_a_fix_would_gain_is_ranked_and_leads_to_pictures(open_page: OpenPage, places: Places) -> None:
    page = open_page(places.run)
    gains = page.get_by_role("region", name="What a fix would gain")
    links = gains.get_by_role("link")
    expect(links.first).to_be_visible()
    said = [link.inner_text() for link in links.all()]
    values = [float(re.search(r"\+(\.\d+)", text)[1]) for text in said]  # type: ignore[index]
    assert values == sorted(values, reverse=True)
    links.first.click()
    expect(page.get_by_role("grid", name="Pictures")).to_be_visible()


def test_the_validation_slider_moves_the_page_and_its_address(open_page: OpenPage, places: Places) -> None:
    page = open_page(places.run)
    expect(page.get_by_text("Validation 2 of 2")).to_be_visible()
    page.keyboard.press(",")
    expect(page.get_by_text("Validation 1 of 2")).to_be_visible()
    expect(page).to_have_url(re.compile("validation=1"))
    again = open_page(page.url)
    expect(again.get_by_text("Validation 1 of 2")).to_be_visible()


def test_training_shows_curves_and_a_heat_map_over_validations(open_page: OpenPage, places: Places) -> None:
    page = open_page(places.run)
    tab(page, "Training")
    expect(page.get_by_role("heading", name="Curves")).to_be_visible()
    for name in places.classes:
        expect(page.get_by_role("tabpanel").get_by_text(name, exact=True).first).to_be_visible()


def test_the_config_tells_what_it_changes_against_another_run(open_page: OpenPage, places: Places) -> None:
    page = open_page(f"{places.run}?part=config")
    expect(page.get_by_role("tabpanel")).to_contain_text("cutmix")


def test_error_bars_lead_to_the_pictures_of_a_class_and_kind(open_page: OpenPage, places: Places) -> None:
    page = open_page(f"{places.run}?part=errors")
    bar = page.get_by_role("link", name=re.compile("of the union missed, extent")).first
    bar.click()
    expect(page).to_have_url(re.compile(r"class=\d+&kind=extent"))
    expect(page.get_by_role("combobox", name="Error kind")).to_have_value("extent")
