"""The loop: epochs of optimiser steps, a validation when it is due, a checkpoint after each epoch."""

import math
import time
from dataclasses import dataclass, replace

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray

from segscope.config.run_config import RunConfig
from segscope.engine.class_set import LabelMap
from segscope.engine.prefetch import prefetch
from segscope.errors import TrainingError
from segscope.record.recorded import RecordedValidation
from segscope.record.recorder import ValidationRecorder
from segscope.store.runs import Run
from segscope.store.validations import Validation
from segscope.train.batches.plan import Window
from segscope.train.batches.training_set import Batch
from segscope.train.checkpoint import save_checkpoint
from segscope.train.guard import Watched, refuse_endless_skips, refuse_no_number
from segscope.train.kept_epochs import is_epoch_kept, keep_epoch
from segscope.train.optimizers.groups import set_rates
from segscope.train.progress import StepReport, Watcher
from segscope.train.scalar_buffer import ScalarBuffer
from segscope.train.setup import Training, plan_windows
from segscope.train.validate import ValidationPass

AUTO_VALIDATIONS = 10
"""How many validations ``val.every: 0`` makes, about."""


def is_validation_due(epoch: int, epochs: int, every: int) -> bool:
    """Say whether an epoch (counted from 1) ends with a validation; the last one always does.

    Example:
        >>> [epoch for epoch in range(1, 31) if is_validation_due(epoch, 30, 0)]
        [3, 6, 9, 12, 15, 18, 21, 24, 27, 30]
    """
    interval = every or -(-epochs // AUTO_VALIDATIONS)
    return epoch == epochs or epoch % interval == 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a validation means for the training.

    Attributes:
        is_best: Whether it is the best so far.
        score: The monitored score; NaN where the split has none.
    """

    is_best: bool
    score: float


@dataclass
class TrainingSession:
    """One training, from where its state stands to its end.

    Attributes:
        config: The resolved config.
        run: Where it is stored; on rank 0 alone.
        fabric: Precision and devices.
        training: Model, optimiser, loss, data.
        validation: The pass over the validation split.
        recorder: Takes the pass's label maps; on rank 0 alone.
        curves: Takes the training curves; on rank 0 alone.
        watcher: Follows.
    """

    config: RunConfig
    run: Run | None
    fabric: Fabric
    training: Training
    validation: ValidationPass
    recorder: ValidationRecorder | None
    curves: ScalarBuffer | None
    watcher: Watcher

    def run_to_end(self) -> None:
        """Train until the last epoch or the early stop.

        Raises:
            TrainingError: Loss or gradient is no number, or the device has no memory left.
        """
        try:
            self._run_epochs()
        except torch.OutOfMemoryError as error:
            raise TrainingError(
                "the device has no memory left: lower train.batch_size or the crop's size (and raise "
                "train.accumulate by as much), or lower val.batch_size."
            ) from error

    def _run_epochs(self) -> None:
        progress = self.training.state.progress
        epochs = self.config.train.epochs
        self.watcher.training_started(epochs, self.training.windows_per_epoch, progress.epoch + 1)
        if progress.step == 0:
            # A kill in the first epoch can then be resumed, too.
            self._save("last")
        self._validate_if_due()
        while progress.epoch < epochs and not self._should_stop():
            self._train_epoch(progress.epoch)
            progress.epoch += 1
            progress.validation_due = is_validation_due(progress.epoch, epochs, self.config.val.every)
            self._keep_epoch()  # before "last": a kill between the two trains the epoch again
            self._save("last")
            self._validate_if_due()

    def _should_stop(self) -> bool:
        patience = self.config.train.patience
        stop = 0 < patience <= self.training.state.progress.validations_without_gain
        if stop:
            self.watcher.message(f"stopped early: {patience} validations brought no better score.")
        return stop

    def _train_epoch(self, epoch: int) -> None:
        training, state = self.training, self.training.state
        training.stepper.model.train()
        windows = plan_windows(self.config, training.training_set, self.fabric, epoch=epoch)

        pinned = self.fabric.device.type == "cuda"

        def load(window: Window) -> list[Batch]:
            batches = [training.training_set.batch(epoch, indices) for indices in window]
            # Copies to a GPU overlap with its work only from pinned memory.
            return [batch.pin_memory() for batch in batches] if pinned else batches

        pending: Watched | None = None
        started = time.perf_counter()
        for window in prefetch(load, windows, workers=self.config.train.workers):
            rates = set_rates(state.optimizer.param_groups, state.schedule.factor(state.progress.updates))
            result = training.stepper.run(window, training.mix_draws.of_step(state.progress.step))
            state.step_done(applied=result.applied)
            refuse_endless_skips(state.progress.skipped_in_a_row)
            # The loss of the step before is read now: reading the newest would wait for the device.
            if pending is not None:
                self._report(pending)
            now = time.perf_counter()
            report = StepReport(
                epoch=epoch + 1,
                step=state.progress.step,
                steps_in_epoch=training.windows_per_epoch,
                loss=math.nan,
                learning_rate=rates["decoder"],
                pictures=result.pictures * self.fabric.world_size,
                seconds=now - started,
                part_rates={part: rate for part, rate in rates.items() if rate != rates["decoder"]},
            )
            started, pending = now, Watched(window, result, report, training.stepper.loss.names)
        if pending is not None:
            self._report(pending)

    def _report(self, step: Watched) -> None:
        loss = float(step.result.loss)
        refuse_no_number(step, loss)
        report = replace(step.report, loss=loss)
        if self.curves is not None:
            rates = {f"train/lr/{part}": rate for part, rate in report.part_rates.items()}
            self.curves.add({"train/loss": loss, "train/lr": report.learning_rate, **rates}, report.step)
        self.watcher.step_done(report)

    def _validate_if_due(self) -> None:
        state = self.training.state
        progress = state.progress
        if not progress.validation_due:
            return
        with state.evaluation_weights():
            outcome = self._stored_outcome()
            if outcome is None:
                outcome = self._validate()
            progress.validation_due = False
            progress.validations_without_gain = (
                0 if outcome.is_best else progress.validations_without_gain + 1
            )
            state.schedule.observe(outcome.score, progress.updates)
            if outcome.is_best:
                self._save("best")

    def _stored_outcome(self) -> Outcome | None:
        """Give the outcome of this step's validation, if a kill came after it was stored."""
        step, split = self.training.state.progress.step, self.config.data.val
        stored = () if self.run is None else self.run.validations(split)
        found = next((self._outcome(v) for v in stored if v.key.step == step), None)
        return self.fabric.broadcast(found)

    def _validate(self) -> Outcome:
        progress = self.training.state.progress
        if self.curves is not None:
            self.curves.flush()
        self.watcher.validation_started(progress.epoch, len(self.validation.samples))
        self.training.state.validated_model.eval()
        recorded = self._record()
        if recorded is not None:
            self.watcher.validation_done(progress.epoch, recorded)
        # Every rank must lower its rate, stop and save by the same score.
        outcome = self.fabric.broadcast(None if recorded is None else self._outcome(recorded.validation))
        if outcome is None:
            raise TypeError("rank 0 recorded no validation")
        return outcome

    def _outcome(self, validation: Validation) -> Outcome:
        score = validation.scores[self.config.val.monitor]
        return Outcome(validation.is_best, math.nan if score is None else float(score))

    def _record(self) -> RecordedValidation | None:
        progress = self.training.state.progress
        recorder = self.recorder
        if recorder is not None:
            recorder.begin(epoch=progress.epoch, step=progress.step)
        settle = None if recorder is None else recorder.settle
        for done in self.validation.run(self.training.state.validated_model, self._receive, settle):
            self.watcher.picture_validated(done)
        if recorder is None:
            return None
        times = self.validation.times
        return recorder.finish(seconds={"forward": times.forward, "pass": times.total})

    def _receive(
        self, sample_id: str, ground_truth: LabelMap, prediction: LabelMap, confidence: NDArray[np.uint8]
    ) -> None:
        if self.recorder is not None:
            self.recorder.add(sample_id, ground_truth, prediction, confidence)

    def _keep_epoch(self) -> None:
        config, state = self.config.train, self.training.state
        may_stop_early = config.patience > 0
        epoch, keep = state.progress.epoch, config.keep_epochs
        if self.run is None or not is_epoch_kept(epoch, config.epochs, keep, may_stop_early=may_stop_early):
            return
        with state.evaluation_weights():
            keep_epoch(self.run.checkpoints_folder, epoch, state.to_epoch_checkpoint(), keep)

    def _save(self, name: str) -> None:
        if self.run is None:
            return
        state = self.training.state
        path = self.run.checkpoints_folder / f"{name}.ckpt"
        if name == "best":
            content = {"model": state.validated_model.state_dict(), "progress": dict(vars(state.progress))}
        else:
            content = state.to_checkpoint()
        save_checkpoint(content, path)
