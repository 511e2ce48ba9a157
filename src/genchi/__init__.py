"""genchi: the system around the model.

Importing this package does nothing: no file, no socket, no thread. The public names are loaded
when they are first used.
"""

from __future__ import annotations

__version__ = "0.1.0"
