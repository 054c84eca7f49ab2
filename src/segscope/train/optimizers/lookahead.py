"""k steps of any optimiser forward, one step back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor


class Lookahead(torch.optim.Optimizer):
    """Slow weights that move a part of the way to the fast ones every k steps; these then start from there.

    Source: Zhang et al., NeurIPS 2019. The slow weights are those before the first step (timm takes them
    at the first move, which then does nothing), and momenta of the inner optimiser are kept. A step that
    a gradient scaler skips never comes here, so it does not count.

    Args:
        inner: Makes the fast steps.
        k: Fast steps from one move to the next.
        alpha: Share of the way, 0 … 1.

    Example:
        >>> weight = torch.nn.Parameter(torch.zeros(1))
        >>> optimizer = Lookahead(torch.optim.SGD([weight], lr=1.0), k=2, alpha=0.5)
        >>> values = []
        >>> for _ in range(4):
        ...     weight.grad = torch.full((1,), -1.0)
        ...     optimizer.step()
        ...     values.append(weight.item())
        >>> values
        [1.0, 1.0, 2.0, 2.0]
    """

    def __init__(self, inner: torch.optim.Optimizer, k: int, alpha: float) -> None:
        super().__init__(inner.param_groups, {})
        self.inner = inner
        self.k = k
        self.alpha = alpha
        self.fast_steps = 0
        self.slow: list[Tensor] = []
        self._share_groups()

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        """Make a fast step, and every k-th time move the slow weights and start from them."""
        if not self.slow:
            self.slow = [weight.clone() for weight in self._fast()]
        loss = self.inner.step() if closure is None else self.inner.step(closure)
        self.fast_steps += 1
        if self.fast_steps % self.k == 0:
            fast = self._fast()
            torch._foreach_lerp_(self.slow, fast, self.alpha)
            torch._foreach_copy_(fast, self.slow)
        return loss

    @contextmanager
    def slow_in_place(self) -> Iterator[None]:
        """Put the slow weights, the ones to evaluate, into the model; the fast ones return afterwards."""
        fast = self._fast()
        kept = [weight.clone() for weight in fast]
        try:
            torch._foreach_copy_(fast, self.slow or kept)
            yield
        finally:
            torch._foreach_copy_(fast, kept)

    def state_dict(self) -> dict[str, Any]:
        """Give the inner optimiser's state, the slow weights and the place in the cycle."""
        return {"inner": self.inner.state_dict(), "slow": self.slow, "fast_steps": self.fast_steps}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what :meth:`state_dict` gave."""
        self.inner.load_state_dict(state_dict["inner"])
        self._share_groups()
        slow = zip(state_dict["slow"], self._fast(), strict=bool(state_dict["slow"]))
        self.slow = [kept.to(device=weight.device, dtype=weight.dtype, copy=True) for kept, weight in slow]
        self.fast_steps = state_dict["fast_steps"]

    def _share_groups(self) -> None:
        """Rates that are set here, and gradients that are unscaled here, are the inner optimiser's own."""
        self.param_groups = self.inner.param_groups
        self.state = self.inner.state

    def _fast(self) -> list[Tensor]:
        return [parameter.data for group in self.param_groups for parameter in group["params"]]
