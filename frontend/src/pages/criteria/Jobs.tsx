import { useEffect, useRef } from "react";
import { useT } from "@/i18n";
import { Progress } from "@/ui/Field";
import { toast } from "@/ui/toast";
import { changed, useJobs } from "./server";

/** What runs in the background, with how far it is; when it ends, what it changed is asked anew. */
export function Jobs() {
  const t = useT();
  const { data: jobs = [] } = useJobs();
  const running = jobs.filter(({ state }) => state === "running");
  const seen = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, state, error } of jobs) {
      if (state === "running") seen.current.add(id);
      else if (seen.current.delete(id)) {
        void changed("/api/alignment", "/api/checks", "/api/alignment/rounds");
        if (state === "failed") toast({ text: error ?? t("criteria.jobFailed"), kind: "error" });
        else toast({ text: t("criteria.jobDone") });
      }
    }
  }, [jobs, t]);
  if (running.length === 0) return null;
  return (
    <ul className="criteria-jobs" aria-label={t("criteria.jobs")}>
      {running.map(({ id, done, total }) => {
        const label = t("criteria.job", { done, total });
        return (
          <li key={id} className="row num small">
            <span>{label}</span>
            <Progress value={done} max={total} label={label} />
          </li>
        );
      })}
    </ul>
  );
}
