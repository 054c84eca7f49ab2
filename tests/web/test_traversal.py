"""No parameter leads out of what the store names: hostile strings everywhere, a secret that never shows."""

import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image

from segscope.engine.class_set import ClassSet
from segscope.store import SampleRow
from tests.web.workspaces import API, Served, begin_run, make_generated, record, serving, whole_runs

SECRET = b"SECRET-CANARY-0d1f"
COLOUR = (1, 254, 3)
_NAMES = ("secret", "secret.png", "segscope.db", "etc/passwd")
_PREFIXES = (
    "../", "../../", "../../../", "../" * 12, "/", "//", "./../", "..\\", "..\\..\\", "%2e%2e/",
    "%2e%2e%2f", "..%2f", "..%5c", "%252e%252e%252f", "....//", "..;/", "file:///", "file://localhost/",
    "\\\\host\\share\\", "C:\\", "~/", "val/../../", "a/../../../../", "．．／", "..%c0%af", "..%00/",
)  # fmt: skip
_ODD = (
    "", ".", "..", "/", "\\", "~", "-", "--", "*", "?", "%", "%00", "%2e", "\x00", "a\x00.png", "\n",
    "\r\nX: y", "a" * 5000, "한글" * 500, "\u202egnp.a", "<script>alert(1)</script>", "' OR 1=1 --",
    "\"; DROP TABLE runs; --", "${HOME}", "$(id)", "`id`", "{{7*7}}", "%s%s%n", "nul", "con", "/dev/zero",
    "/dev/stdin", "/proc/self/environ", "/proc/self/mem", "0", "-1", "1e9", "NaN", "null", "undefined",
    "true", "[]", "{}", "😀",
)  # fmt: skip
HOSTILE = [*(f"{prefix}{name}" for prefix, name in itertools.product(_PREFIXES, _NAMES)), *_ODD]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("place") / "a" / "workspace"
    folder.parent.mkdir()
    make_generated(folder, runs=1, whole=1, pictures=8, validations=1)
    for place in (folder.parent.parent, folder.parent, folder, folder / "runs"):
        (place / "secret").write_bytes(SECRET)
        Image.new("RGB", (9, 9), COLOUR).save(place / "secret.png")
    with serving(folder) as served:
        yield served


def _addresses(served: Served, text: str) -> list[str]:
    """Put a string into every parameter of every route of runs, one at a time."""
    (run,) = whole_runs(served.workspace)
    sample = quote(run.samples()[0].id, safe="")
    raw = quote(text, safe="", errors="surrogatepass")
    of_run, of_validation = f"/runs/{run.id}", f"/runs/{run.id}/validations/1"
    return [
        *(f"/runs/{raw}{rest}" for rest in ("", "/curves", "/difference?against=x")),
        f"/runs/{raw}/samples/truth?split=val&sample={sample}",
        f"/runs/{raw}/validations/1/prediction?sample={sample}",
        f"{of_run}/validations/{raw}/prediction?sample={sample}",
        f"{of_run}/curves?keys={raw}",
        f"{of_run}/difference?against={raw}",
        *(f"{of_run}/samples/{layer}?split=val&sample={raw}" for layer in ("picture", "truth")),
        *(f"{of_run}/samples/{layer}?split={raw}&sample={sample}" for layer in ("picture", "truth")),
        f"{of_run}/samples/picture?split=val&sample={sample}&size={raw}",
        *(f"{of_validation}/{layer}?sample={raw}" for layer in
          ("picture", "prediction", "confidence", "thumbnail")),
        *(f"{of_validation}/thumbnail?sample={sample}&{name}={raw}" for name in ("class_index", "size")),
        *(f"{of_validation}/pictures?{name}={raw}" for name in
          ("class_index", "kind", "predicted", "order", "offset", "limit", "boxes")),
        *(f"/comparison?a={raw}&b={run.id}", f"/comparison?a={run.id}&b={run.id}&validation={raw}"),
        f"/classes/trend?name={raw}",
    ]  # fmt: skip


def test_there_are_many_hostile_strings() -> None:
    assert len(set(HOSTILE)) >= 100


@pytest.mark.parametrize("part", range(8))
def test_no_parameter_reads_a_file_outside(guarded: Served, part: int) -> None:
    for text in HOSTILE[part::8]:
        for address in _addresses(guarded, text):
            answer = guarded.client.get(API + address)
            assert answer.status_code in (200, 400, 404, 405, 422, 503), (address, answer.text)
            assert SECRET not in answer.content
            assert b"root:x" not in answer.content
            kind = answer.headers["content-type"]
            if kind.startswith("image/"):
                with Image.open(io.BytesIO(answer.content)) as picture:
                    assert picture.size != (9, 9)  # as large as the secret one
            elif answer.status_code != 200:
                assert set(answer.json()) == {"code", "message", "detail"}


def test_the_secret_would_be_seen(guarded: Served) -> None:
    """The checks above see what they look for: a run that truly has the secret picture shows it."""
    folder = guarded.workspace.folder
    rows = [SampleRow("val", "a", str(folder / "secret.png"))]
    run = begin_run(guarded.workspace, ClassSet(("a", "b")), rows)
    answer = guarded.answer(f"/runs/{run.id}/samples/picture", split="val", sample="a")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert (picture.size, picture.getpixel((0, 0))) == ((9, 9), COLOUR)


def test_sample_ids_are_names_and_no_paths(tmp_path: Path) -> None:
    """A sample that is really called like a way out is served, from within."""
    names = ["../../secret", "/etc/passwd", "a/../b", "..", "한글 / 공백 #?&%2F", "x" * 300, "a\\b", "."]
    with serving(tmp_path / "w") as served:
        rows = [SampleRow("val", name, "/nowhere.png") for name in names]
        run = begin_run(served.workspace, ClassSet(("a", "b")), rows)
        maps = {name: np.full((4, 5 + place), place % 2, dtype=np.uint8) for place, name in enumerate(names)}
        record(run, maps, maps)
        for place, name in enumerate(names):
            view = served.get(f"/runs/{run.id}/validations/1/picture", sample=name)
            assert (view["sample"], view["width"]) == (name, 5 + place)
            answer = served.answer(f"/runs/{run.id}/samples/truth", split="val", sample=name)
            assert answer.content == run.labels.path("val", name).read_bytes()
    outside = [path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "w")]
    assert outside == []
