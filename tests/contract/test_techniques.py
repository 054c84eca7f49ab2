"""One contract for every entry of every catalogue.

What trains: two steps by the words that the catalogue gives, stopped in between and gone on with, to the
same bits as without the stop; other weights than without the words; and pictures segmented with the result.
What does not train runs the command that the catalogue gives. Every entry names its check, and a test that
exists.
"""

import ast
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import torch
from PIL import Image
from typer.testing import CliRunner

from segscope.cli import main as command_line
from segscope.config.catalogue.listing import all_techniques, groups
from segscope.config.catalogue.technique import Technique
from segscope.config.catalogue.words import words_of
from segscope.config.load import load_config
from segscope.config.unknown_file import Cluster, ListedObject, UnknownFile, save_unknown_file
from segscope.data.instances import list_instances
from segscope.data.open import open_dataset
from segscope.data.recycling import write_recycling
from segscope.record.options import RecordOptions
from segscope.store.runs import Run
from segscope.store.workspace import Workspace
from segscope.train.checkpoint import load_checkpoint
from segscope.train.fit import resume, train
from segscope.train.predict import PredictOptions, find_pictures, predict
from segscope.train.progress import SilentWatcher, StepReport
from segscope.train.request import TrainingRequest
from segscope.train.resolve import resolve_target
from segscope.train.unknown.objects import number_objects, picture_key

REPOSITORY = Path(__file__).parents[2]
PLAIN = (
    "model.weights=none",
    "model.encoder=mobilenetv3_small_050",
    "model.decoder_channels=[16,16,8,8]",
    "augment=[{name: scale-crop, size: 64}]",
    "schedule.final=0.3",  # a rate of 0 in the second step would hide what it does
    "train.epochs=2",
    "train.batch_size=4",
    "train.ema=0",
    "train.workers=0",
    "train.device=cpu",
    "train.precision=32",
    "val.every=2",
    "val.fixed_samples=0",
    "val.worst_per_class=0",
)
TRAINS = ("loss", "model", "optimizer", "schedule", "augmentation", "mix", "step", "unknown")
IN_PLAIN = {"light-unet", "adamw", "cosine", "own-class"}
"""What the plain training does already, so that their words change nothing."""

SMALL = "model.arguments={decoder_channels: [32, 16, 16, 8, 8]}"
MORE: dict[str, tuple[str, ...]] = {
    "unet": (SMALL,),
    "unetplusplus": (SMALL,),
    "manet": (SMALL,),
    "hrnet-ocr": ("model.encoder=hrnet_w18_small", "model.channels=32", "model.key_channels=16"),
    "vit": ("model.encoder=vit_tiny_patch16_224", "model.width=16"),
    "dpt": (
        "model.encoder=tu-vit_tiny_patch16_224",
        "model.arguments={decoder_intermediate_channels: [16, 16, 32, 32], decoder_fusion_channels: 16}",
    ),
    "scale-crop": ("augment.1.size=64",),
    "flip": ("augment.flip.horizontal=1",),
    "affine": ("augment.affine.probability=1",),
    "gridmask": ("augment.gridmask.probability=1", "augment.gridmask.ramp=0"),
    "copy-paste": ("augment.copy-paste.probability=1", "augment.copy-paste.smallest=4"),
    "cutmix": ("mix.cutmix.probability=1",),
    "classmix": ("mix.classmix.probability=1",),
    "snapmix": ("mix.snapmix.probability=1", "mix.snapmix.warmup=0"),
    "optimizer.lookahead": ("optimizer.lookahead={k: 1}",),
    "polynomial": ("schedule.final=0.5",),
    "schedule.warmup": ("schedule.warmup=1",),
    "train.accumulate": ("train.batch_size=1",),
    "train.clip_norm": ("train.clip_norm=0.01",),
}
"""What makes an entry small and sure to act in two steps, beside its own words."""

SLOW = {"manet", "linknet", "fpn", "pspnet", "pan", "deeplabv3", "deeplabv3plus", "upernet", "segformer"}
"""Further architectures of the library whose U-Nets are tried."""


@dataclass(frozen=True)
class Place:
    """Tiny data, a workspace, and two plain trainings in it."""

    folder: Path
    data: Path
    workspace: Workspace

    def request(self, *words: str) -> TrainingRequest:
        return TrainingRequest(load_config(None, [f"data.path={self.data}", *PLAIN, *words]), self.workspace)

    def train(self, *words: str) -> Run:
        run = train(self.request(*words))
        assert run is not None
        return run


class StopInSecondEpoch(SilentWatcher):
    def step_done(self, report: StepReport) -> None:
        if report.epoch == 2:
            raise KeyboardInterrupt


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Compute with one thread, and draw no pictures, which take longer than two steps."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        options = RecordOptions(fixed_samples=0, worst_per_class=0, pictures=False)
        patch.setattr("segscope.train.fit._record_options", lambda _config: options)
        yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("techniques")
    write_recycling(folder / "data", images=4, val_images=2, size=64, seed=3)
    write_recycling(folder / "more", images=12, val_images=6, size=64, seed=4)
    _two_sub_classes(folder / "data", folder / "unknown.yaml")
    with Workspace.open(folder / "workspace") as workspace:
        yield Place(folder, folder / "data", workspace)


@pytest.fixture(scope="module")
def plain(place: Place) -> Run:
    """What every entry is compared with."""
    return place.train("name=plain")


@pytest.fixture(scope="module")
def trained(place: Place) -> tuple[Run, ...]:
    """What commands use: trainings of two seeds that kept their epochs and the mean of their weights."""
    words = ("train.keep_epochs=2", "train.ema=0.5")
    return tuple(place.train(f"name=seed-{seed}", f"train.seed={seed}", *words) for seed in (0, 1))


def _two_sub_classes(data: Path, path: Path) -> None:
    dataset = open_dataset(data)
    unknown = dataset.class_set.unknown
    assert unknown is not None
    objects = {}
    for sample in dataset.samples["train"]:
        labels = dataset.read_label_map(sample)
        listed = list_instances(number_objects(dataset, sample, labels, unknown), labels)
        objects[picture_key(dataset, sample)] = tuple(
            ListedObject(number=one.number, cluster=1 + one.number % 2, pixels=one.pixels) for one in listed
        )
    clusters = tuple(Cluster(number=n, name=f"part {n}", objects=1, pixels=1) for n in (1, 2))
    name = dataset.class_set.names[unknown]
    save_unknown_file(
        UnknownFile(
            class_name=name, label_hash=dataset.label_source_hash(), clusters=clusters, objects=objects
        ),
        path,
    )


def training_parameters() -> list[object]:
    entries = [entry for entry in all_techniques() if entry.group in TRAINS]
    return [
        pytest.param(
            entry,
            id=f"{entry.group}-{entry.name}",
            marks=[pytest.mark.slow] if entry.group == "model" and entry.name in SLOW else [],
        )
        for entry in entries
    ]


def words_for(entry: Technique, place: Place) -> tuple[str, ...]:
    words = (words_of(entry), *MORE.get(entry.name, ()))
    if (entry.group, entry.name) == ("unknown", "split"):
        return (*words, f"unknown.file={place.folder / 'unknown.yaml'}")
    return words


def weights(run: Run, checkpoint: str) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = load_checkpoint(run.checkpoints_folder / f"{checkpoint}.ckpt")["model"]
    return found


def equal(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("entry", training_parameters())
def test_an_entry_trains_resumes_to_the_same_bits_and_predicts(
    entry: Technique, place: Place, plain: Run, tmp_path: Path
) -> None:
    words = words_for(entry, place)
    whole = place.train(*words)
    with pytest.raises(KeyboardInterrupt):
        train(TrainingRequest(place.request(*words).config, place.workspace, StopInSecondEpoch()))
    stopped = place.workspace.runs(limit=1)[0]
    assert stopped.status == "stopped"
    assert not equal(weights(stopped, "last"), weights(whole, "last")), "it stopped before the second step"
    resumed = resume(stopped, place.workspace)
    assert resumed is not None
    for checkpoint in ("last", "best"):
        assert equal(weights(resumed, checkpoint), weights(whole, checkpoint)), checkpoint
    if entry.name not in IN_PLAIN:
        assert not equal(weights(whole, "best"), weights(plain, "best")), "the words change something"
    pictures = find_pictures(
        place.data / "images" / "val" if (place.data / "images").is_dir() else place.data
    )
    problems = predict(resumed, pictures, tmp_path, PredictOptions(device="cpu", workers=0))
    assert problems == []
    written = sorted(tmp_path.glob("**/*.png"))
    assert len(written) == len(pictures)
    with Image.open(written[0]) as picture:
        assert picture.size == (64, 64)


@pytest.fixture(scope="module")
def segscope(place: Place, trained: tuple[Run, ...]) -> Callable[..., str]:
    """Run a command line in this process, with the place's workspace."""
    command_line._register([])
    runner = CliRunner()

    def run(words: str, folder: Path) -> str:
        stands_for = {
            "RUN": trained[0].id,
            "RUN...": " ".join(run.id for run in trained),
            "TEACHER...": trained[0].id,
            "PICTURES": str(_pictures(place.folder / "more")),
            "DATA": str(place.folder / "more"),
            "DIR": str(folder / "out"),
            "FILE": str(folder / ("model.onnx" if "--onnx" in words else "made.yaml")),
        }
        typed = " ".join(stands_for.get(word, word) for word in words.split()[1:])
        result = runner.invoke(
            command_line.app, [*shlex.split(typed), "--workspace", str(place.workspace.folder)]
        )
        assert result.exception is None, f"{words}: {result.exception!r}\n{result.output}"
        return result.output

    return run


def _pictures(data: Path) -> Path:
    return next(folder for folder in (data / "images" / "val", data / "images", data) if folder.is_dir())


MORE_OPTIONS = {
    "search": "--weights '{name: search, pixels: 1000, steps: 3}'",
    "onnx": "--size 64 64",
    "sliding-window": "--window 32",
}


@pytest.mark.parametrize(
    "entry",
    [pytest.param(e, id=f"{e.group}-{e.name}") for e in all_techniques() if e.group not in TRAINS],
)
def test_an_entry_that_does_not_train_runs_its_command(
    entry: Technique, segscope: Callable[..., str], tmp_path: Path
) -> None:
    if entry.group == "export":
        pytest.importorskip("onnxruntime")
    words = words_of(entry)
    if entry.name in MORE_OPTIONS:
        words = f"{words} {MORE_OPTIONS[entry.name]}"
    segscope(words, tmp_path)
    if entry.group in ("ensemble", "weights"):
        segscope("segscope predict FILE PICTURES --out DIR", tmp_path)
    if entry.group != "split":
        assert any(path.stat().st_size > 0 for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=f"{entry.group}-{entry.name}") for entry in all_techniques()]
)
def test_an_entry_names_its_code_its_check_and_a_test_that_exists(entry: Technique) -> None:
    assert callable(resolve_target(entry))
    for text in (entry.summary, entry.source, entry.check):
        assert text.strip(), entry.name
    path, _, name = entry.test.partition("::")
    assert path.startswith("tests/"), entry.test
    assert name in functions_of(REPOSITORY / path), f"{entry.test} is not there"


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_group_is_tried_and_names_are_unique_in_their_group() -> None:
    entries = all_techniques()
    assert len({(entry.group, entry.name) for entry in entries}) == len(entries)
    assert set(TRAINS) < set(groups())
    for entry in entries:
        words = words_of(entry)
        assert words.startswith("segscope ") != (entry.group in TRAINS), words
