"""`python -m genchi`."""

from __future__ import annotations

from genchi.cli import main

main()
