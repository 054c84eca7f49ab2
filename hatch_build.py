"""Build hook: makes what is no Python file, the engine's native part and the page, where it is not fresh."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

sys.path.insert(0, str(Path(__file__).parent))  # build front ends do not look here for modules
from build_steps import native, page

sys.path.pop(0)


class SegscopeBuildHook(BuildHookInterface[Any]):
    """Builds the page for every distribution, and the library for a wheel or an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask the package index for a compiler and for Node only where they are needed."""
        compiler = native.needed_packages() if self.target_name == "wheel" else []
        return compiler + page.needed_packages(Path(self.root))

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build what is not fresh, and tag the wheel for this platform."""
        page.build(Path(self.root))
        if self.target_name != "wheel":
            return
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{next(iter(platform_tags()))}"
        native.build(Path(self.root))
