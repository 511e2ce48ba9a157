"""The nouns every room speaks in: frozen data, nothing that touches disk or network."""

from __future__ import annotations

from genchi.records.cases import Case, Dataset
from genchi.records.encoding import Json, clean, content_hash, from_json, name_of, to_json
from genchi.records.feedback import FEEDBACK_KINDS, Feedback, FeedbackKind, label_from
from genchi.records.filter_text import filter_text, parse_filter
from genchi.records.filters import ROOTS, AnyOf, Between, Condition, Filter, Words
from genchi.records.labels import Criterion, FailureMode, Label, Question, Target
from genchi.records.messages import (
    Message,
    OtherPart,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
    message_from_json,
    message_to_json,
)
from genchi.records.requests import Attempt, Charged, Chunk, Lack, Request, Response, Tool
from genchi.records.saying import said_in
from genchi.records.spans import Event, Payload, Span, SpanKey, Status, Usage, inputs_hash
from genchi.records.subjects import Passage, Subject, output_text, subject_of
from genchi.records.verdicts import OUTCOMES, Evidence, Outcome, Preference, Verdict

__all__ = [
    "FEEDBACK_KINDS",
    "OUTCOMES",
    "ROOTS",
    "AnyOf",
    "Attempt",
    "Between",
    "Case",
    "Charged",
    "Chunk",
    "Condition",
    "Criterion",
    "Dataset",
    "Event",
    "Evidence",
    "FailureMode",
    "Feedback",
    "FeedbackKind",
    "Filter",
    "Json",
    "Label",
    "Lack",
    "Message",
    "OtherPart",
    "Outcome",
    "Part",
    "Passage",
    "Payload",
    "Preference",
    "Question",
    "Reasoning",
    "Request",
    "Response",
    "Span",
    "SpanKey",
    "Status",
    "Subject",
    "Target",
    "Text",
    "Tool",
    "ToolCall",
    "ToolResult",
    "Usage",
    "Verdict",
    "Words",
    "clean",
    "content_hash",
    "filter_text",
    "from_json",
    "inputs_hash",
    "label_from",
    "message_from_json",
    "message_to_json",
    "name_of",
    "output_text",
    "parse_filter",
    "said_in",
    "subject_of",
    "to_json",
]
