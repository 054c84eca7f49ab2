"""Findings about channels and bits: pictures that are read otherwise than they are stored."""

from collections.abc import Sequence

from segscope.data.check.finding_text import by_count, pictures_of
from segscope.data.check.sample_facts import SampleFacts
from segscope.data.finding import Finding, Severity
from segscope.data.picture_format import PictureFormat


def format_findings(facts: Sequence[SampleFacts], wanted: PictureFormat, root: str) -> list[Finding]:
    """Name pictures that lose something on reading; those that cannot be read are faults already.

    Args:
        facts: All samples of the data set.
        wanted: Channels and bits that all pictures are read in.
        root: What file names are shown relative to.
    """
    read = [one for one in facts if one.image_size and one.stored is not None]
    deeper = [one for one in read if one.stored and one.stored.bits > wanted.bits]
    coloured = [one for one in read if one.stored and one.stored.channels > wanted.channels]
    found = []
    # Where all are, this was asked for.
    if 0 < len(deeper) < len(read):
        message = (
            f"{by_count(len(deeper), 'picture')} of 16 bits a channel are read with 8: their high bytes."
        )
        remedy = "Set data.bits=16 where all pictures have 16 bits, or data.bits=8 if this is meant."
        found.append(Finding("mixed-depths", Severity.WARNING, message, pictures_of(deeper, root), remedy))
    if 0 < len(coloured) < len(read):
        message = f"{by_count(len(coloured), 'colour picture')} are read as grey, as the others are."
        remedy = "Set data.channels=3 to keep colours, or data.channels=1 if this is meant."
        found.append(
            Finding("mixed-channels", Severity.WARNING, message, pictures_of(coloured, root), remedy)
        )
    return found
