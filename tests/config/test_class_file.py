"""Class files: all forms give the same classes, and every slip is one sentence with the file's name."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segscope.config.class_file import ClassFile, dump_class_file, load_class_file
from segscope.engine.class_set import ClassSet
from segscope.errors import ConfigError

FULL = """\
classes:
  - {name: Background, id: 0, colour: [0, 0, 0], role: background}
  - {name: UNKNOWN, id: 1, color: "#c00080", role: unknown}
  - {name: 종이, id: 3, colour: '#0080C0'}
ignore: 255
ignore_colour: [255, 255, 255]
group: '^(\\w+)_'
"""


def load(folder: Path, text: str | bytes, name: str = "classes.yaml") -> ClassFile:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_class_file(path)


def test_yaml_says_everything(tmp_path: Path) -> None:
    class_file = load(tmp_path, FULL)

    assert class_file == ClassFile(
        ClassSet(
            ("Background", "UNKNOWN", "종이"),
            ids=(0, 1, 3),
            colours=((0, 0, 0), (192, 0, 128), (0, 128, 192)),
            ignore_id=255,
            background=0,
            unknown=1,
        ),
        group=r"^(\w+)_",
        has_colours=True,
        ignore_colour=(255, 255, 255),
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.yaml", "classes: [a, b]"),
        ("c.yml", "classes: {0: a, 1: b}"),
        ("c.yaml", "classes:\n- name: a\n- name: b\n"),
        ("c.json", '{"classes": [{"name": "a"}, {"name": "b"}]}'),
        ("c.txt", "a\nb\n"),
        ("c.txt", "\ufeff# the classes\r\na\r\n\r\nb"),
        ("c.names", "a\nb"),
    ],
)
def test_short_forms_number_from_zero(name: str, text: str, tmp_path: Path) -> None:
    assert load(tmp_path, text, name) == ClassFile(ClassSet(("a", "b")))


def test_a_mapping_gives_ids(tmp_path: Path) -> None:
    assert load(tmp_path, "classes: {7: road, 26: car}\nignore: 255").class_set == ClassSet(
        ("road", "car"), ids=(7, 26), ignore_id=255
    )


def test_a_text_file_may_end_with_the_ignore_id(tmp_path: Path) -> None:
    class_file = load(tmp_path, "Sky\nRoad\nignore: 11\n", "c.txt")

    assert class_file == ClassFile(ClassSet(("Sky", "Road"), ignore_id=11))


WRONG = {
    "empty": ("", "empty"),
    "only a comment": ("# nothing\n", "empty"),
    "no classes": ("ignore: 3", "`classes` is missing"),
    "no class": ("classes: []", "missing or empty"),
    "a list": ("- a\n- b\n", "mapping with the key `classes`"),
    "classes is text": ("classes: a", "must be a list"),
    "unknown key": ("classes: [a]\nignor: 3", "unknown key `ignor`: did you mean `ignore`"),
    "unknown class key": ("classes: [{name: a, colur: [1, 2, 3]}]", "`colur`: did you mean `colour`"),
    "far key": ("classes: [a]\nzzz: 3", "unknown key `zzz`: the keys are classes"),
    "key twice": ("classes: [a]\nclasses: [b]", "line 2: key 'classes' is given twice"),
    "id twice": ("classes: {1: a, 1: b}", "key 1 is given twice"),
    "same id": ("classes: [{name: a, id: 1}, {name: b, id: 1}]", "class id 1 is given twice"),
    "same name": ("classes: [a, a]", "class name 'a' is given twice"),
    "tab": ("classes:\n\t- a", "line 2: a tab"),
    "no yaml": ("classes: [a", "line"),
    "boolean name": ("classes: [on, off]", "must be text.*True.*quotes"),
    "number name": ("classes: [1, 2]", "must be text.*quotes"),
    "empty name": ("classes: ['  ']", "name is empty"),
    "no name": ("classes: [{id: 3}]", "class number 1 has no `name`"),
    "float id": ("classes: [{name: a, id: 1.0}]", "id of class 'a' must be a whole number, not 1.0"),
    "boolean id": ("classes: [{name: a, id: yes}]", "whole number, not True"),
    "text id": ("classes: [{name: a, id: '1'}]", "whole number, not '1'"),
    "some ids": ("classes: [{name: a, id: 1}, {name: b}]", "class 'b' has no `id`"),
    "negative id": ("classes: [{name: a, id: -1}]", "-1 is outside"),
    "huge id": ("classes: {70000: a}", "70000 is outside"),
    "some colours": ("classes: [{name: a, colour: '#000000'}, {name: b}]", "class 'b' has no `colour`"),
    "colour range": ("classes: [{name: a, colour: [1, 2, 256]}]", "colour of class 'a'.*0 to 255"),
    "colour length": ("classes: [{name: a, colour: [1, 2]}]", r"\[r, g, b\]"),
    "colour name": ("classes: [{name: a, colour: red}]", "'red'"),
    "both spellings": ("classes: [{name: a, colour: '#000000', color: '#000000'}]", "mean the same"),
    "role": ("classes: [{name: a, role: sky}]", "role 'sky' is neither"),
    "role twice": ("classes: [{name: a, role: unknown}, {name: b, role: unknown}]", "both have the role"),
    "ignore is a class": ("classes: [a]\nignore: 0", "ignore id 0 is also the id of class 'a'"),
    "ignore is text": ("classes: [a]\nignore: none", "`ignore` must be a whole number"),
    "group is a number": ("classes: [a]\ngroup: 3", "`group` must be a regular expression"),
    "alias": ("classes: &x [a]\ngroup: *x", "line 2: aliases"),
    "code": ("classes: !!python/object/apply:os.system [true]", "line 1"),
    "control character": ("classes: [a\x01]", "not allowed in YAML"),
    "deep": ("classes: " + "[" * 5000, "nest too deeply|line"),
    "list as key": ("classes: {[1, 2]: a}", "line 1"),
    "bad date": ("classes: {2024-99-99: a}", "classes.yaml"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_is_one_sentence_with_the_file(name: str, tmp_path: Path) -> None:
    text, says = WRONG[name]

    with pytest.raises(ConfigError, match=says) as caught:
        load(tmp_path, text)

    message = str(caught.value)
    assert message.startswith(str(tmp_path / "classes.yaml"))
    assert message.count(str(tmp_path)) == 1
    assert "\n" not in message


def test_an_alias_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]

    with pytest.raises(ConfigError, match="aliases"):
        load(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("content", ["종이\n".encode("cp949"), "a\nb\n".encode("utf-16"), b"\xff\xfe\x00"])
def test_other_encodings_are_named(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path, content, "classes.txt")


def test_text_files_with_numbers_are_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="lines begin with numbers"):
        load(tmp_path, "1 Sky\n2 Road\n", "classes.txt")
    with pytest.raises(ConfigError, match="must be the last one"):
        load(tmp_path, "Sky\nignore: 2\nRoad\n", "classes.txt")
    with pytest.raises(ConfigError, match="empty"):
        load(tmp_path, "\n\n", "classes.txt")


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load_class_file(tmp_path / "gone.yaml")
    with pytest.raises(ConfigError, match="not a file"):
        load_class_file(tmp_path)
    with pytest.raises(ConfigError, match="1 MiB"):
        load(tmp_path, b"a" * (1 << 20) + b"b")


NAME = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
NAMES = st.lists(NAME, min_size=1, max_size=6, unique=True)


@given(names=NAMES, data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_dumped_is_loaded_equal(names: list[str], data: st.DataObject) -> None:
    count = len(names)
    ids = data.draw(st.lists(st.integers(0, 65535), min_size=count + 1, max_size=count + 1, unique=True))
    colour = st.tuples(*[st.integers(0, 255)] * 3)
    colours = data.draw(st.lists(colour, min_size=count, max_size=count) | st.none())
    role = st.none() | st.integers(0, count - 1)
    background, unknown = data.draw(role), data.draw(role)
    class_file = ClassFile(
        ClassSet(
            tuple(names),
            ids=tuple(ids[:count]),
            colours=tuple(colours or ()),
            ignore_id=data.draw(st.sampled_from([None, ids[count]])),
            background=background,
            unknown=unknown if unknown != background else None,
        ),
        group=data.draw(st.none() | st.sampled_from([r"^(\w+)_", "a: b # c", "'", '"', "한글", "[x]{2}"])),
        has_colours=colours is not None,
        ignore_colour=data.draw(st.none() | colour),
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "classes.yaml")
        file.write_text(dump_class_file(class_file), encoding="utf-8")
        assert load_class_file(file) == class_file
