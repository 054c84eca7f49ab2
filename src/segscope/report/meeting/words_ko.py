"""The words of a meeting's page in Korean."""

from collections.abc import Mapping
from datetime import date, datetime

from segscope.analysis.compare import Verdict
from segscope.analysis.meeting import QuestionKind, TalkKind
from segscope.report.meeting.panes import PaneKind
from segscope.report.meeting.words import Counts, Words


class KoreanWords(Words):
    """Korean."""

    language = "ko"
    default_title = "세그멘테이션 회의"
    finished = "끝난 실험"
    moved = "입증된 변화"
    pictures = "함께 볼 사진"
    unfinished = "끝나지 못한 학습"
    questions = "남은 질문"
    concluded = "새로 쓴 결론"
    comments = "댓글"
    notes = "회의 메모"
    columns = ("#", "실험", "누가", "바꾼 것", "mIoU", "Δ", "기준 실험과 비교", "가장 약한 클래스")
    verdicts: Mapping[Verdict, str] = {
        "better": "좋아짐",
        "worse": "나빠짐",
        "cannot tell": "판단할 수 없음",
        "too few": "표본이 적어 판단할 수 없음",
    }
    panes: Mapping[PaneKind, str] = {
        "whole": "전체 사진",
        "picture": "사진",
        "truth": "정답",
        "before": "이전 예측",
        "prediction": "예측",
        "errors": "오류",
    }
    talk: Mapping[TalkKind, str] = {
        "broken": "가장 나빠진 사진",
        "fixed": "가장 좋아진 사진",
        "weakest": "가장 약한 클래스",
        "confusion": "가장 비싼 혼동",
        "label": "확인할 라벨",
        "worst": "그 밖에 손실이 큰 사진",
    }
    asked: Mapping[QuestionKind, str] = {
        "no-conclusion": "결론은 무엇인가요?",
        "trade-off": "받아들일까요?",
        "not-comparable": "어떻게 비교할까요?",
        "no-experiment": "누가 시도해 볼까요?",
        "no-run": "누가 돌려 볼까요?",
    }
    legend = "오류: 예측한 클래스, 줄무늬는 정답 클래스"
    first = "비교할 기준 없음"
    not_compared = "비교하지 않음"
    refused = "비교할 수 없음"
    no_images = "사진 파일이 제자리에 없습니다. 라벨 맵은 그대로 보입니다."
    no_maps = "라벨 맵이 더는 남아 있지 않습니다. 다시 평가하면 볼 수 있습니다."
    nothing_kept = "사진도 라벨 맵도 더는 남아 있지 않습니다."
    picture_rule = (
        "기준 실험보다 가장 나빠진 사진과 가장 좋아진 사진, 가장 약한 클래스, 가장 비싼 혼동, "
        "가장 의심스러운 라벨을 하나씩 고르고, 손실이 큰 사진으로 채웁니다. "
        "같은 장면은 두 번 고르지 않습니다."
    )

    def day(self, day: date) -> str:
        """Write a date."""
        return f"{day.year}년 {day.month}월 {day.day}일"

    def span(self, since: datetime, until: datetime) -> str:
        """Say which time it is about."""
        return f"{self.moment(since)}부터 {self.moment(until)}까지."

    def summary(self, rows: int, runs: int, counts: Counts, broken: int, running: int) -> str:
        """Say in a sentence or two what happened."""
        told = f"실험 {rows:,}개(학습 {runs:,}번)가 끝났습니다"
        verdicts = [f"{self.verdicts[v]} {counts[v]}" for v in self.verdicts if counts.get(v)]
        told += f": {', '.join(verdicts)}." if verdicts else "."
        if broken:
            told += f" 학습 {broken:,}번은 끝나지 못했습니다."
        if running:
            told += f" 실험 {running:,}개가 진행 중입니다."
        return told

    def quiet(self, rows: int, running: int) -> str:
        """Say kindly that nothing happened."""
        if running:
            return f"이 동안 끝난 학습은 없고, 실험 {running:,}개가 진행 중입니다."
        if rows:
            return "조용한 시간이었습니다. 끝난 학습이 없으니, 남은 질문을 보며 다음 실험을 고르기 좋습니다."
        return "아직 노트가 비어 있습니다. segscope train으로 시작하거나 첫 아이디어를 적어 보세요."

    def left_out(self, number: int, most: int) -> str:
        """Say that only some rows were compared."""
        return (
            f"mIoU가 가장 크게 변한 실험 {most}개를 비교했고, {number}개는 비교하지 않았습니다. "
            "segscope compare로 볼 수 있습니다."
        )

    def against(self, row: int, title: str, parent: int, parent_title: str, images: int) -> str:
        """Say what was compared."""
        return f"#{row} {title} ↔ 기준 #{parent} {parent_title}, 사진 {images:,}장"

    def no_proof(self, names: list[str]) -> str:
        """Name the classes about which nothing can be told."""
        return f"판단할 수 없음: {_join(names)}"

    def too_few(self, names: list[str], unit: str) -> str:
        """Name the classes of which there are too few images."""
        return f"{'그룹' if unit == 'group' else '사진'}이 적어 판단할 수 없음: {_join(names)}"

    def single_runs(self) -> str:
        """Say what one training a side does not tell."""
        return "학습이 한 번씩이라, 시드가 바뀌면 차이도 달라질 수 있습니다."

    def groups(self, units: int) -> str:
        """Say that groups were drawn."""
        return f"그룹(장면, 영상) {units:,}개로 검정했습니다."

    def moved_by(self, points: str, pixels: int, against: str, *, fixed: bool) -> str:
        """Say what a picture lost or gained."""
        less = "덜" if fixed else "더"
        return f"기준 {against}보다 mIoU를 {points}점 {less} 잃습니다 (틀린 픽셀 {pixels:,}개 {less})"

    def costs_class(self, name: str, points: str, pixels: int) -> str:
        """Say what a picture costs a class."""
        return f"틀린 픽셀 {pixels:,}개로 {name}의 IoU를 {points}점 잃습니다"

    def costs(self, points: str, pixels: int) -> str:
        """Say what a picture costs."""
        return f"틀린 픽셀 {pixels:,}개로 mIoU를 {points}점 잃습니다"

    def confused(self, one: str, other: str) -> str:
        """Say what is taken for what."""
        return f"{one} ↔ {other} 혼동"

    def label(self, labelled: str | None, seen: str | None, sure: str) -> str:
        """Say what a label is doubted for."""
        if labelled is None:
            return f"라벨에는 없지만 모델은 {seen}(으)로 봅니다 (확신 {sure})"
        if seen is None:
            return f"라벨은 {labelled}인데 모델은 보지 못합니다 (확신 {sure})"
        return f"라벨은 {labelled}인데 모델은 {seen}(으)로 봅니다 (확신 {sure})"

    def like(self, number: int) -> str:
        """Say that there are more of the same picture."""
        return f"같은 장면이 {number:,}장 더 있습니다"

    def trade_off(self, better: list[str], worse: list[str]) -> str:
        """Say what moved against what."""
        parts = []
        if better:
            parts.append(f"좋아짐: {_join(better)}")
        if worse:
            parts.append(f"나빠짐: {_join(worse)}")
        return " · ".join(parts)

    def more(self, number: int) -> str:
        """Say that there are more of a kind."""
        return f"그 밖에 {number:,}개"

    def status(self, status: str) -> str:
        """Write what became of a run."""
        return {"failed": "실패", "stopped": "중단", "running": "진행 중", "finished": "끝남"}.get(
            status, status
        )


def _join(names: list[str], most: int = 6) -> str:
    more = f" 외 {len(names) - most}개" if len(names) > most else ""
    return ", ".join(names[:most]) + more
