"""People's judgement: what they said about which outputs, and what it says about the rest."""

from __future__ import annotations

from genchi.review.outputs import LabelledOutput, fairly, labelled_outputs
from genchi.review.quality import GroupQuality, agreement, quality

__all__ = ["GroupQuality", "LabelledOutput", "agreement", "fairly", "labelled_outputs", "quality"]
