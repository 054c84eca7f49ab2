"""The picture's two painters, WebGL and plain code, held against each other pixel by pixel."""

import base64
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from tests.page.conftest import OpenPage
from tests.page.places import Places
from tests.page.watching import Watch

_READ = """() => [...document.querySelectorAll("figure canvas")].map((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let text = "";
  for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
  return [canvas.width, canvas.height, btoa(text)];
})"""
_BUSY = ("Loading…", "Finding the kinds…")
# Whole device pixels a pixel: from farther away each painter smooths photos by its own means.
_VIEWS = (
    "panes=truth,prediction,errors,confidence&at=60,60,2",
    "panes=truth,prediction,errors,confidence&at=60,60,3&hatch=on&errors=kinds&sure=70&opacity=80&hide=none",
    "panes=truth,prediction,errors&at=60,60,4&lines=contour&only=1",
    "panes=errors,picture&at=40,30,12&only=1&errors=kinds",
)
_ROUNDING = 3


def painted(page: Page, painter: str) -> list[NDArray[Any]]:
    """Give what all canvases of a page hold, (H, W, 4) each, once everything is there."""
    page.evaluate("name => localStorage.setItem('segscope.painter', name)", painter)
    page.reload()
    used = page.locator("figure canvas[data-painter]").first
    expect(used).to_be_visible()
    if used.get_attribute("data-painter") != painter:
        pytest.skip(f"this browser has no {painter}")
    for words in _BUSY:
        expect(page.get_by_text(words)).to_have_count(0)
    page.wait_for_timeout(300)
    return [
        np.frombuffer(base64.b64decode(data), np.uint8).reshape(height, width, 4)
        for width, height, data in page.evaluate(_READ)
    ]


@pytest.mark.parametrize("view", _VIEWS)
def test_both_painters_paint_the_same(open_page: OpenPage, watch: Watch, places: Places, view: str) -> None:
    watch.allow("ReadPixels")  # an imitated graphics processor is slow to be read, and says so
    page = open_page(f"{places.picture}?{view}", viewport={"width": 900, "height": 700})
    by_code, by_webgl = (painted(page, painter) for painter in ("canvas", "webgl"))
    assert len(by_code) == len(by_webgl) == view.split("&", maxsplit=1)[0].count(",") + 1
    for one, other in zip(by_code, by_webgl, strict=True):
        assert one.std() > 1, "a pane is empty"
        assert np.abs(one.astype(int) - other).max() <= _ROUNDING
