"""The words that turn a technique on: in a config, or on the command line."""

from segscope.config.catalogue.technique import Technique

_WORDS = {
    "loss": "loss={name}",
    "model": "model={name}",
    "optimizer": "optimizer={name}",
    "schedule": "schedule={name}",
    "augmentation": "augment+={name}",
    "mix": "mix+={name}",
    "unknown": "unknown={name}",
    "split": "segscope split DATA --method {name}",
    "ensemble": "segscope ensemble RUN... --members {name} --out FILE",
    "weights": "segscope ensemble RUN... --weights {name} --out FILE",
    "pseudo": "segscope pseudo TEACHER... PICTURES --method {name} --out DIR",
    "tta": "segscope predict RUN PICTURES --tta {name} --out DIR",
    "window": "segscope predict RUN PICTURES --window {name} --out DIR",
    "post": "segscope predict RUN PICTURES --post {name} --out DIR",
    "output": "segscope predict RUN PICTURES --format {name} --out DIR",
    "export": "segscope export RUN --{name} FILE",
}
_SETTINGS = {
    "optimizer.lookahead": "true",
    "optimizer.encoder_lr_factor": "0.1",
    "optimizer.layer_decay": "0.8",
    "schedule.warmup": "0.1",
    "train.accumulate": "4",
    "train.precision": "bf16",
    "train.clip_norm": "1",
    "train.ema": "0.99",
}


def words_of(technique: Technique) -> str:
    """Give the override or the command that uses a technique.

    Raises:
        KeyError: Nothing says how a technique of this group is used.

    Example:
        >>> from segscope.config.catalogue import LOSSES, MIXES
        >>> words_of(LOSSES["focal"]), words_of(MIXES["cutmix"])
        ('loss=focal', 'mix+=cutmix')
    """
    if technique.group == "step":
        return f"{technique.name}={_SETTINGS[technique.name]}"
    return _WORDS[technique.group].format(name=technique.name)
