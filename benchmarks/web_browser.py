"""Measures pages in Debian's Chromium by its own clock: from a key or a press to what is on the screen."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("SEGSCOPE_TEST_CHROMIUM", "/usr/bin/chromium")

# Event timing is the browser's own measure up to the frame that is shown, in steps of 8 ms and from 16 ms on;
# a canvas that is painted later than the next frame is caught by its last drawing.
_INSTRUMENTS = """
window.bench = { events: [], drawn: 0, frames: [] };
new PerformanceObserver((list) => {
  for (const event of list.getEntries()) bench.events.push([event.startTime, event.duration]);
}).observe({ type: "event", durationThreshold: 16 });
for (const name of ["drawImage", "putImageData"]) {
  const draw = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    draw.apply(this, given);
    if (this.canvas.isConnected) bench.drawn = performance.now();
  };
}
for (const kind of ["keydown", "click"]) {
  addEventListener(kind, (event) => {
    Object.assign(bench, { began: event.timeStamp, drawn: 0, events: [] });
  }, true);
}
bench.until = (selector, count) => new Promise((told) => {
  const look = () => {
    if (document.querySelectorAll(selector).length < count) return void requestAnimationFrame(look);
    requestAnimationFrame(() => { const next = new MessageChannel();
      next.port1.onmessage = () => told(performance.now()); next.port2.postMessage(0); });
  };
  look();
});
bench.scroll = (selector, step, frames) => new Promise((told) => {
  const at = document.querySelector(selector), took = [];
  let before = null;
  const frame = (now) => {
    if (before !== null) took.push(now - before);
    before = now;
    at.scrollTop += step;
    if (took.length < frames) requestAnimationFrame(frame); else told(took);
  };
  requestAnimationFrame(frame);
});
"""
_SETTLED = 0.7


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and close it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def open_tab(browser: Browser, url: str) -> Page:
    """Open a window of 1440×900 with the instruments."""
    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900}, locale="en-US")
    context.add_init_script(_INSTRUMENTS)
    return context.new_page()


def seconds_to_open(page: Page, address: str, selector: str, count: int = 1) -> float:
    """Open an address, and give the seconds until so many elements stand there, in a frame of their own."""
    page.goto(address, wait_until="commit")
    return (
        float(page.evaluate("([selector, count]) => bench.until(selector, count)", [selector, count])) / 1000
    )


def seconds_to_show(page: Page) -> float:
    """Give the seconds from the last key or press to the frame, and to the last drawing, that followed."""
    page.wait_for_timeout(_SETTLED * 1000)
    shown = page.evaluate(
        """() => Math.max(bench.drawn ? bench.drawn - bench.began : 0,
          ...bench.events.filter(([at]) => at >= bench.began - 1).map(([, took]) => took), 0)"""
    )
    return max(float(shown), 16.0) / 1000


def seconds_of_frames(page: Page, selector: str, step: int, frames: int) -> list[float]:
    """Scroll by some pixels each frame, and give how long each frame took."""
    took = page.evaluate("([at, step, frames]) => bench.scroll(at, step, frames)", [selector, step, frames])
    return [float(milliseconds) / 1000 for milliseconds in took]
