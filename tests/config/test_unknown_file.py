"""unknown.yaml: written and read the same, merged by names, every slip one sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segscope.config.load import load_config
from segscope.config.unknown_file import (
    Cluster,
    ListedObject,
    UnknownFile,
    load_unknown_file,
    save_unknown_file,
)
from segscope.errors import ConfigError, UsageError


def content(objects: dict[str, tuple[ListedObject, ...]] | None = None) -> UnknownFile:
    return UnknownFile(
        class_name="UNKNOWN",
        label_hash="abc",
        runs=("r1",),
        clusters=tuple(Cluster(number=n, name=f"UNKNOWN {n}", objects=1, pixels=9) for n in (1, 2, 3)),
        objects=objects or {"a/1.jpg": (ListedObject(number=4, cluster=3, pixels=9),)},
    )


names = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
listed = st.builds(
    ListedObject, number=st.integers(1, 10**6), cluster=st.integers(1, 3), pixels=st.integers(1, 10**7)
)


@given(st.dictionaries(names, st.lists(listed, max_size=4).map(tuple), min_size=1, max_size=4))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, objects: dict[str, tuple[ListedObject, ...]]
) -> None:
    path = tmp_path_factory.mktemp("file") / "unknown.yaml"
    save_unknown_file(content(objects), path)
    assert load_unknown_file(path) == content(objects)


def test_clusters_of_one_name_are_one_part() -> None:
    merged = content().renamed([1, 3], "foil")
    assert merged.parts == ("foil", "UNKNOWN 2")
    assert merged.part_of_cluster == {1: 0, 2: 1, 3: 0}
    assert merged.renamed([2], "foil").parts == ("foil",)
    with pytest.raises(UsageError, match=r"there is no cluster 7: there are 1, 2, 3"):
        content().renamed([1, 7], "foil")


def test_the_hash_is_that_of_what_is_trained() -> None:
    one = content()
    assert one.sha256 == one.model_copy(update={"runs": ("other",), "found": {"k": 2}}).sha256
    assert one.sha256 != one.renamed([1, 2], "both").sha256
    moved: dict[str, tuple[ListedObject, ...]] = {"a/1.jpg": (ListedObject(number=4, cluster=2, pixels=9),)}
    assert one.sha256 != content(moved).sha256


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("4 3 9", "4 8 9"), r"a/1.jpg has an object of cluster 8, and there is none"),
        (("4 3 9", "4 3"), r"is no list of `object cluster pixels`"),
        (("number: 2", "number: 1"), r"cluster 1 is listed twice"),
        (("out_of_fold", "out_of_flod"), r"unknown key out_of_flod: did you mean out_of_fold"),
    ],
)
def test_a_slip_is_one_sentence(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    path = tmp_path / "unknown.yaml"
    save_unknown_file(content(), path)
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ConfigError, match=complaint) as caught:
        load_unknown_file(path)
    assert str(caught.value).startswith(str(path))


def test_the_config_takes_the_word_and_the_class() -> None:
    words = ["data.path=x", "unknown=split", "unknown.class=Metal", "unknown.file=u.yaml"]
    config = load_config(None, words)
    assert config.unknown.class_name == "Metal"
    dumped = config.model_dump(mode="json")["unknown"]
    assert (dumped["name"], dumped["class"], dumped["file"]) == ("split", "Metal", "u.yaml")
    assert load_config(None, [*words, "unknown=ignore"]).unknown.class_name == "Metal"
    assert load_config(None, ["data.path=x"]).unknown.name == "own-class"
    with pytest.raises(ConfigError, match=r"there is no unknown 'splitt'"):
        load_config(None, ["data.path=x", "unknown=splitt"])
