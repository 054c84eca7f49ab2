"""The ledger knows after a crash what a tool was given before it."""

from pathlib import Path

from segscope.loggers.sent_ledger import SentLedger


def written(path: Path) -> None:
    ledger = SentLedger(path, resumed=False)
    for step in range(1, 6):
        ledger.add(["train/loss"], step)
    ledger.add(["val/miou", "val/iou/종이"], 4)
    ledger.close()


def test_only_what_was_not_sent_is_sent_again(tmp_path: Path) -> None:
    written(tmp_path / "sent")
    ledger = SentLedger(tmp_path / "sent", resumed=True)

    assert ledger.unsent(["train/loss", "val/miou"], 4) == []
    assert ledger.unsent(["train/loss", "val/miou", "new"], 5) == ["val/miou", "new"]
    assert ledger.unsent(["train/loss", "val/miou"], 6) == ["train/loss", "val/miou"]
    assert ledger.rows == 6
    ledger.close()


def test_what_a_tool_took_back_counts_as_not_sent(tmp_path: Path) -> None:
    written(tmp_path / "sent")
    ledger = SentLedger(tmp_path / "sent", resumed=True, keep_to=3)

    assert ledger.unsent(["train/loss", "val/miou"], 3) == ["val/miou"]
    assert ledger.unsent(["train/loss", "val/miou"], 4) == ["train/loss", "val/miou"]
    ledger.close()


def test_a_line_cut_by_a_crash_is_ignored_and_writing_goes_on(tmp_path: Path) -> None:
    written(tmp_path / "sent")
    whole = (tmp_path / "sent").read_bytes()
    for length in range(len(whole)):
        (tmp_path / "sent").write_bytes(whole[:length])
        resumed = SentLedger(tmp_path / "sent", resumed=True)
        resumed.add(["train/loss"], 6)
        resumed.close()
        again = SentLedger(tmp_path / "sent", resumed=True)
        assert again.unsent(["train/loss"], 6) == []
        again.close()


def test_a_new_run_begins_anew(tmp_path: Path) -> None:
    written(tmp_path / "sent")
    ledger = SentLedger(tmp_path / "sent", resumed=False)

    assert ledger.unsent(["train/loss"], 1) == ["train/loss"]
    ledger.close()
