"""What a run's config changes against another one's."""

from typing import Any

import yaml

from segscope.config.difference import ConfigChange, config_difference
from segscope.store.runs import Run
from segscope.web.run_briefs import brief_of_run
from segscope.web.schemas import runs as wire


def difference_of(run: Run, against: Run) -> wire.RunDifference:
    """Tell what turns the config of ``against`` into that of ``run``; what is only called otherwise, too."""
    return wire.RunDifference(
        run=brief_of_run(run),
        against=brief_of_run(against),
        changes=[_change(change) for change in config_difference(against.config, run.config)],
    )


def _change(change: ConfigChange) -> wire.ConfigChange:
    return wire.ConfigChange(
        path=".".join(change.path),
        before=_shown(change.old),
        after=_shown(change.new),
        sentence=change.sentence,
    )


def _shown(value: Any) -> str:
    """Write one value as YAML in one line; nothing for what is not there."""
    if value is None:
        return ""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1 << 20)
    return str(text).removesuffix("\n").removesuffix("\n...")
