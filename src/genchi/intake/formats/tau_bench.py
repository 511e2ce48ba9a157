"""tau-bench trajectories: runs of an agent on a task, with the reward the environment gave.

The reward compares the final state of the database with the one the task's author marked as right,
so it comes in as a label; the annotator is "tau-bench".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAPPING: Mapping[str, str] = {
    "id": "join('-', [to_string(task_id), to_string(trial)])",
    "inputs.task": "task_id",
    "inputs.instruction": "info.task.instruction",
    "messages": "traj",
    "label.reward": "reward",
    "annotator": "'tau-bench'",
    "metadata.trial": "trial",
    "metadata.task_id": "task_id",
    "metadata.expected_actions": "info.task.actions",
}
USED: Mapping[str, tuple[str, ...]] = {
    "messages": ("traj",),
    "label.reward": ("reward", "info.reward_info.reward"),
    "metadata.trial": ("trial",),
    "metadata.task_id": ("task_id",),
    "inputs.instruction": ("info.task.instruction",),
    "metadata.expected_actions": ("info.task.actions", "info.reward_info.actions"),
}


def matches(record: Mapping[str, Any]) -> bool:
    """Whether a record is a run of a task."""
    return {"task_id", "trial", "traj", "reward"} <= record.keys()
