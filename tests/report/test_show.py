import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from segscope.errors import StoreError
from segscope.report.show import save_png, show

PICTURE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)


def test_a_saved_picture_is_read_back_unchanged_and_alone(tmp_path: Path) -> None:
    path = save_png(PICTURE, tmp_path / "new" / "folder" / "p.png")

    assert np.array_equal(np.asarray(Image.open(path)), PICTURE)
    assert [p.name for p in path.parent.iterdir()] == ["p.png"]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(StoreError, match=r"cannot make the folder .*taken"):
        save_png(PICTURE, tmp_path / "taken" / "p.png")


def test_a_long_file_name_can_be_written(tmp_path: Path) -> None:
    assert save_png(PICTURE, tmp_path / ("n" * 251 + ".png")).exists()


def test_outside_a_notebook_the_image_is_given() -> None:
    image = show(PICTURE)
    assert isinstance(image, Image.Image)
    assert np.array_equal(np.asarray(image), PICTURE)


@pytest.fixture
def ipython(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    shown: list[Image.Image] = []
    display = SimpleNamespace(display=shown.append)
    module = SimpleNamespace(shell=None)
    module.get_ipython = lambda: module.shell
    monkeypatch.setitem(sys.modules, "IPython", module)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    return SimpleNamespace(module=module, shown=shown)


def test_in_a_notebook_it_is_displayed_once(ipython: SimpleNamespace) -> None:
    ipython.module.shell = SimpleNamespace(kernel=object())
    assert show(PICTURE) is None
    assert [image.size for image in ipython.shown] == [(3, 2)]


@pytest.mark.parametrize("shell", [None, SimpleNamespace()], ids=["script", "terminal"])
def test_ipython_in_a_terminal_is_no_notebook(ipython: SimpleNamespace, shell: object) -> None:
    ipython.module.shell = shell
    assert show(PICTURE) is not None
    assert ipython.shown == []
