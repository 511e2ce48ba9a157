import { useQuery } from "@tanstack/react-query";
import { useApp } from "@/app/application";
import { type ApiError, api } from "@/lib/api";
import { getting, queryClient, useGet } from "@/lib/queries";
import type { Schema } from "@/lib/types";

/** What the page of criteria asks the server. */

export type Criterion = Schema<"Criterion">;
export type Question = Schema<"Step">;
export type Reason = Schema<"Reason">;
export type Alignment = Schema<"AlignmentAnswer">;
export type Grade = Schema<"GradeOfCheck">;
export type GradedCheck = Schema<"GradedCheck">;
export type ComparedPairs = Schema<"ComparedPairs">;
export type ChosenSet = Schema<"ChosenChecks">;
export type Limits = Grade["intervals"]["kappa"];
export type ItemRef = Schema<"ItemRef">;
export type Evidence = Schema<"Evidence">;
export type Round = Schema<"Round">;
export type Trial = Schema<"TrialAnswer">;
export type Job = Schema<"Job">;
export type CellName = "tp" | "fp" | "fn" | "tn" | "unmeasured";

/** Any value that JSON can carry: what parameters of checks are. */
export type Literal = string | number | boolean | null | Literal[] | { [key: string]: Literal };
export type Parameter = Omit<Schema<"Given">, "value" | "default"> & {
  value: Literal;
  default: Literal;
};
export type CheckInfo = Omit<Schema<"Listed">, "parameters"> & { parameters: Parameter[] };

export function useCriteria() {
  const app = useApp();
  return useGet("/api/criteria", { params: { query: { app } } }, { enabled: app !== "" });
}

/** Not asked for while nothing is labelled, or no check has judged: nothing could be compared. */
export function useAlignment(criterion: Criterion, infos: readonly CheckInfo[]) {
  const app = useApp();
  const query = { app, criterion: criterion.name };
  const said = criterion.labels + criterion.comparisons > 0;
  const enabled = app !== "" && said && infos.some(hasJudged);
  return useGet("/api/alignment", { params: { query } }, { enabled });
}

export function hasJudged({ verdicts }: CheckInfo): boolean {
  return Object.values(verdicts).some((n) => n > 0);
}

const NONE: readonly CheckInfo[] = [];

export function useChecks() {
  const app = useApp();
  const { data } = useGet("/api/checks", { params: { query: { app } } }, { enabled: app !== "" });
  return (data ?? NONE) as readonly CheckInfo[]; // the document cannot say what a JSON value is
}

export function useRounds(criterion: string, check: string) {
  const app = useApp();
  return useGet("/api/alignment/rounds", { params: { query: { app, criterion, check } } });
}

export interface Cell {
  criterion: string;
  check: string;
  cell: CellName;
  /** A cell of the matrix: "" are the bad outputs without a reason. */
  failure?: string;
}

/** More than anybody looks through one after another. */
const MOST_ITEMS = 1000;

/** The question for the outputs in a cell. */
export function askedOf(app: string, cell: Cell) {
  return { app, ...cell, limit: MOST_ITEMS };
}

export function useItems(cell: Cell) {
  const app = useApp();
  return useGet("/api/alignment/items", { params: { query: askedOf(app, cell) } });
}

const EVERY_MS = 1000;

/** The jobs of this application; asked for again while one runs. */
export function useJobs() {
  const app = useApp();
  return useQuery<Job[], ApiError>({
    ...getting("/api/jobs"),
    refetchInterval: ({ state }) => {
      return state.data?.some((job) => job.state === "running") ? EVERY_MS : false;
    },
    select: (jobs) => jobs.filter((job) => job.app === app),
  });
}

export type CriterionWords = Schema<"NewWording">;

export async function saveCriterion(app: string, name: string, body: CriterionWords) {
  await api.PUT("/api/criteria/{name}", { params: { path: { name }, query: { app } }, body });
  await changed("/api/criteria", "/api/apps", "/api/overview");
}

export async function addReason(app: string, name: string, body: Schema<"NewReason">) {
  const params = { path: { name }, query: { app } };
  await api.POST("/api/criteria/{name}/reasons", { params, body });
  await changed("/api/criteria");
}

export async function tryCheck(
  app: string,
  criterion: string,
  spec: string,
  before: string | null,
): Promise<Trial> {
  const { data } = await api.POST("/api/checks/trial", { body: { app, criterion, spec, before } });
  return answered(data) as Trial; // limits are pairs, which the types of bodies forget
}

export async function saveCheck(app: string, spec: string, replaces: string | null) {
  const { data } = await api.POST("/api/checks", { body: { app, spec, replaces } });
  await changed("/api/checks", "/api/jobs");
  return answered(data);
}

export async function removeCheck(app: string, spec: string) {
  await api.DELETE("/api/checks", { params: { query: { app, spec } } });
  await changed("/api/checks", "/api/alignment");
}

export async function runChecks(app: string, specs: string[] | null) {
  await api.POST("/api/checks/run", { body: { app, specs } });
  await changed("/api/jobs");
}

/** `api` throws where the server refuses, so an answer is there. */
function answered<T>(data: T | undefined): T {
  if (data === undefined) throw new Error("the server's answer was empty");
  return data;
}

export async function changed(...paths: string[]): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey }) => paths.includes(String(queryKey[0])),
  });
}
