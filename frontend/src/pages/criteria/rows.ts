import type { Row } from "@/lib/tabular";
import type { Alignment, ChosenSet, ComparedPairs, Grade, ItemRef } from "./server";

/** The tables of this page as rows of a file. */

export function checkRows({ checks, trusted }: Alignment): Row[] {
  return checks.map((check) => ({ ...gradeRow(check), trusted: trusted.includes(check.check) }));
}

function gradeRow(grade: Grade): Row {
  const { check, version, kappa, coverage, false_failure, intervals } = grade;
  const { n, unmeasured, tp, fp, fn, tn } = grade;
  return {
    check,
    version,
    kappa,
    kappa_low: intervals.kappa?.[0],
    kappa_high: intervals.kappa?.[1],
    coverage,
    coverage_low: intervals.coverage?.[0],
    coverage_high: intervals.coverage?.[1],
    false_failure,
    false_failure_low: intervals.false_failure?.[0],
    false_failure_high: intervals.false_failure?.[1],
    ...{ n, unmeasured, tp, fp, fn, tn },
  };
}

/** One row for each check and failure. */
export function matrixRows({ matrix: { failures, rows } }: Alignment): Row[] {
  return rows.flatMap(({ check, caught }) => {
    return failures.map(({ name, title, n }, at) => {
      return { check, failure: name, title, caught: caught[at], of: n };
    });
  });
}

export function preferenceRows({ checks }: ComparedPairs): Row[] {
  return checks.map(({ agree_interval, ...row }) => ({
    ...row,
    agree_low: agree_interval?.[0],
    agree_high: agree_interval?.[1],
  }));
}

export function setRows({ detector, minimal }: Alignment): Row[] {
  return [...setRow("detector", detector), ...setRow("minimal", minimal)];
}

function setRow(set: string, { checks, in_sample, held_out }: ChosenSet): Row[] {
  const { coverage, false_failure, intervals } = held_out;
  const names = checks.join(" ");
  return [
    {
      set,
      measured_on: "held out",
      coverage,
      coverage_low: intervals.coverage?.[0],
      coverage_high: intervals.coverage?.[1],
      false_failure,
      false_failure_low: intervals.false_failure?.[0],
      false_failure_high: intervals.false_failure?.[1],
      checks: names,
    },
    {
      set,
      measured_on: "in sample",
      coverage: in_sample.coverage,
      false_failure: in_sample.false_failure,
      checks: names,
    },
  ];
}

export function itemRows(items: readonly ItemRef[]): Row[] {
  return items.map(({ key, input_preview, output_preview, labels, failures, verdict }) => ({
    trace_id: key.trace_id,
    span_id: key.span_id,
    input: input_preview,
    output: output_preview,
    labels: labels.map(({ annotator, value }) => `${annotator}: ${value}`).join("; "),
    failures: failures.join("; "),
    outcome: verdict?.outcome,
    reason: verdict?.reason,
  }));
}
