"""Notes at spots of pictures, on each database."""

import pytest

from segscope.errors import StoreError, UsageError
from segscope.store import NewRun, Run, SampleRow, Workspace
from segscope.store.notebook import Notebook, Pins
from tests.contract.stores.stored import CLASSES, Open


def begin(workspace: Workspace, path: str, *, content: str | None = None, labels: str = "abc") -> Run:
    """Begin a run of one picture."""
    rows = [SampleRow("val", "scene/1", path, image_hash=content)]
    return workspace.create_run(NewRun("a", {}, CLASSES, rows, label_hash=labels))


def test_a_pin_comes_back_as_it_was_pinned(open_workspace: Open) -> None:
    run = begin(open_workspace(), "/data/1.png")
    pinned = Pins(open_workspace().database).add(
        run, "val", "scene/1", x=10.25, y=0, text="라벨이 틀림\r\n<b>here</b> ", author="Kim"
    )
    (read,) = Pins(open_workspace().database).of(run, "val", "scene/1")
    assert read == pinned
    assert (read.x, read.y, read.text, read.author) == (10.25, 0, "라벨이 틀림\n<b>here</b>", "Kim")
    assert read.time.tzinfo is not None


@pytest.mark.parametrize(
    ("other", "shown"),
    [
        ({"path": "/data/1.png"}, True),
        ({"path": "/moved/1.png"}, True),  # the same labels, and so the same data
        ({"path": "/data/1.png", "labels": "changed"}, True),
        ({"path": "/elsewhere/1.png", "labels": "other"}, False),
        ({"path": "/data/1.png", "content": "a" * 64}, True),  # nobody knows the first one's content
    ],
)
def test_every_run_that_has_the_picture_shows_its_pins(
    workspace: Workspace, other: dict[str, str], shown: bool
) -> None:
    pins = Pins(workspace.database)
    pins.add(begin(workspace, "/data/1.png"), "val", "scene/1", x=1, y=2, text="a")
    assert bool(pins.of(begin(workspace, **other), "val", "scene/1")) == shown


def test_the_content_of_a_picture_decides_where_it_is_known(workspace: Workspace) -> None:
    pins = Pins(workspace.database)
    first = begin(workspace, "/data/1.png", content="a" * 64)
    pins.add(first, "val", "scene/1", x=1, y=2, text="a")
    copied = begin(workspace, "/copy/x.png", content="a" * 64, labels="other")
    replaced = begin(workspace, "/data/1.png", content="b" * 64)
    assert [len(pins.of(run, "val", "scene/1")) for run in (copied, replaced)] == [1, 0]


def test_a_pin_that_was_taken_away_stays_in_the_history(workspace: Workspace) -> None:
    pins, run = Pins(workspace.database), begin(workspace, "/data/1.png")
    numbers = [pins.add(run, "val", "scene/1", x=1, y=2, text=text, author="Kim").number for text in "ab"]
    gone = pins.delete(numbers[0], author="Lee")
    assert (gone.text, gone.author, gone.deleted_by) == ("a", "Kim", "Lee")
    assert [pin.text for pin in pins.of(run, "val", "scene/1")] == ["b"]
    assert pins.of(run, "val", "scene/1", deleted=True)[0] == gone
    for number in (numbers[0], 99):
        with pytest.raises(StoreError, match=f"no pin {number}"):
            pins.delete(number)


def test_pages_follow_pins_by_the_changes_of_the_notebook(workspace: Workspace) -> None:
    pins, run, notebook = (
        Pins(workspace.database),
        begin(workspace, "/data/1.png"),
        Notebook(workspace.database),
    )
    seen = notebook.last_change
    pin = pins.add(run, "val", "scene/1", x=1, y=2, text="a", author="Kim")
    pins.delete(pin.number, author="Lee")
    where = {"pin": pin.number, "run": run.id, "split": "val", "sample": "scene/1"}
    changes = [(change.kind, change.author, change.detail) for change in notebook.changes(after=seen)]
    assert changes == [("pin", "Kim", where), ("unpinned", "Lee", where)]


def test_what_cannot_be_pinned_is_told(workspace: Workspace) -> None:
    pins, run = Pins(workspace.database), begin(workspace, "/data/1.png")
    with pytest.raises(UsageError, match="write something"):
        pins.add(run, "val", "scene/1", x=1, y=2, text=" \n")
    for split, sample in (("train", "scene/1"), ("val", "scene/2")):
        with pytest.raises(StoreError, match=rf"no picture '{sample}' in its split '{split}'"):
            pins.add(run, split, sample, x=1, y=2, text="a")
