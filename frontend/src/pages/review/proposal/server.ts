import { api } from "@/lib/api";
import { changed, tryCheck } from "@/pages/criteria/server";
import type { Candidate, Proposals, Saved, Share } from "./types";

/** The paths of the server that turn a bad output into a case and a check. */

export interface BadOutput {
  app: string;
  criterion: string;
  traceId: string;
  spanId: string;
  /** What of the answer the person had selected. */
  selection?: string | undefined;
}

function aboutOutput({ app, criterion, traceId, spanId }: BadOutput) {
  return { app, criterion, trace_id: traceId, span_id: spanId };
}

/** `api` throws where the server refuses, so an answer is there. */
function answered<T>(data: T | undefined): T {
  if (data === undefined) throw new Error("the server's answer was empty");
  return data;
}

export async function propose(output: BadOutput): Promise<Proposals> {
  const body = { ...aboutOutput(output), selection: output.selection?.trim() || null };
  return answered((await api.POST("/api/review/proposals", { body })).data);
}

function shareOf(value: number | null, limits: readonly number[] | null): Share | null {
  const [low, high] = limits ?? [];
  if (value === null || low === undefined || high === undefined) return null;
  return { value, low, high };
}

/** What a check would do that a person has changed: the same numbers as for one that was proposed. */
export async function tryOut(
  { app, criterion }: BadOutput,
  spec: string,
  before: Candidate,
): Promise<Candidate> {
  const {
    spec: written,
    after,
    recent,
    changed: different,
  } = await tryCheck(app, criterion, spec, before.spec);
  const { tp, fp, fn, tn, intervals } = after;
  const fails = different.filter((one) => one.after === "fail").map(({ item }) => item);
  const isBad = ({ labels }: (typeof fails)[number]) => labels.some(({ value }) => value === 0);
  return {
    spec: written,
    description: before.description,
    caught: tp,
    bad: tp + fn,
    catches: shareOf(after.coverage, intervals.coverage),
    wrong: fp,
    good: fp + tn,
    wrongly_fails: shareOf(after.false_failure, intervals.false_failure),
    recent,
    caught_examples: fails.filter(isBad),
    wrong_examples: fails.filter((item) => !isBad(item)),
  };
}

export async function save(output: BadOutput, reference: string | null, check: string | null) {
  const body = { ...aboutOutput(output), reference, check };
  const { data } = await api.POST("/api/review/regressions", { body });
  await changed("/api/checks", "/api/alignment", "/api/jobs");
  return answered(data);
}

export async function takeBack(app: string, { case_id, check }: Saved): Promise<void> {
  const query = { app, case: case_id, ...(check === null ? {} : { check }) };
  await api.DELETE("/api/review/regressions", { params: { query } });
  await changed("/api/checks", "/api/alignment");
}
