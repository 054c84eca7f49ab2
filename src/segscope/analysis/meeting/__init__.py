"""What a meeting is about: what finished, what moved with proof, what to look at, what is open."""

from segscope.analysis.meeting.gathering import BrokenRun, FinishedRow, MeetingFacts, gather_meeting
from segscope.analysis.meeting.looks import Looks
from segscope.analysis.meeting.questions import OpenQuestion, OpenQuestions, QuestionKind
from segscope.analysis.meeting.span import FIRST_SPAN, TimeSpan, read_moment
from segscope.analysis.meeting.talk import TalkKind, TalkPicture
from segscope.analysis.meeting.verdicts import RowVerdict

__all__ = [
    "FIRST_SPAN",
    "BrokenRun",
    "FinishedRow",
    "Looks",
    "MeetingFacts",
    "OpenQuestion",
    "OpenQuestions",
    "QuestionKind",
    "RowVerdict",
    "TalkKind",
    "TalkPicture",
    "TimeSpan",
    "gather_meeting",
    "read_moment",
]
