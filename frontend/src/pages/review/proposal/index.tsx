import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { KeyHints } from "@/ui/Key";
import { QueryView } from "@/ui/States";
import { toast } from "@/ui/toast";
import { CandidateRow } from "./CandidateRow";
import { CaseCard } from "./CaseCard";
import { type BadOutput, propose, save, takeBack, tryOut } from "./server";
import type { Candidate, Proposals, Saved } from "./types";
import "./proposal.css";

interface ProposalPanelProps extends BadOutput {
  onClose: () => void;
}

/**
 * From a bad output to a regression case and a check that would have caught it.
 *
 * Digits choose a check, Enter saves; what is saved are lines in files of the project, and a toast
 * takes them back.
 */
export function ProposalPanel({ onClose, ...output }: ProposalPanelProps) {
  const t = useT();
  const { app, criterion, traceId, spanId, selection } = output;
  const query = useQuery<Proposals, Error>({
    queryKey: ["/api/review/proposals", app, criterion, traceId, spanId, selection ?? ""],
    queryFn: () => propose(output),
  });
  return (
    <Dialog open wide onClose={onClose} title={t("review.proposal")}>
      <QueryView query={query}>
        {(proposals) => <Proposal output={output} proposals={proposals} onClose={onClose} />}
      </QueryView>
    </Dialog>
  );
}

interface ProposalProps {
  output: BadOutput;
  proposals: Proposals;
  onClose: () => void;
}

const MOST = 8;

function Proposal({ output, proposals, onClose }: ProposalProps) {
  const t = useT();
  const me = useMe();
  const [candidates, setCandidates] = useState<readonly Candidate[]>(proposals.candidates);
  const [chosen, setChosen] = useState<number | null>(candidates.length ? 0 : null);
  const [edited, setEdited] = useState<string>();
  const [reference, setReference] = useState<string | null>(null);
  const choice = chosen === null ? undefined : candidates[chosen];

  const trial = useMutation({
    mutationFn: (spec: string) => {
      if (!choice) throw new Error("no check is chosen");
      return tryOut(output, spec, choice);
    },
    onSuccess: (tried: Candidate) => {
      setCandidates(candidates.map((one, at) => (at === chosen ? tried : one)));
      setEdited(undefined);
    },
  });
  const saving = useMutation({
    mutationFn: () => save(output, reference, choice?.spec ?? null),
    onSuccess: (saved) => {
      onClose();
      const undo = () => {
        void takeBack(output.app, saved).then(
          () => toast({ text: t("review.proposalTakenBack") }),
          (error: Error) => toast({ text: error.message, kind: "error" }),
        );
      };
      toast({ text: t("review.proposalSaved", filesOf(saved)), undo });
    },
  });
  const choose = (at: number | null) => {
    if (at !== null && at >= candidates.length) return;
    trial.reset();
    setEdited(undefined);
    setChosen(at);
  };
  const commit = () => {
    if (!saving.isPending) saving.mutate();
  };
  const open = { inDialog: true, quiet: true } as const;
  useCommands("review.proposal", [
    ...candidates.slice(0, MOST).map((_, at) => ({
      ...open,
      id: `review.candidate${at + 1}`,
      keys: String(at + 1),
      label: "review.proposalChoose" as const,
      values: { n: at + 1 },
      run: () => choose(at),
    })),
    {
      ...open,
      id: "review.candidate0",
      keys: "0",
      label: "review.proposalCaseOnly",
      run: () => choose(null),
    },
    {
      ...open,
      id: "review.candidateEdit",
      keys: "e",
      label: "review.proposalEdit",
      run: () => setEdited(choice?.spec),
    },
    {
      ...open,
      id: "review.proposalSave",
      keys: "enter",
      label: "review.proposalSave",
      unavailable: me.why("reviewer"),
      run: commit,
    },
  ]);
  return (
    <div className="proposal">
      <CaseCard
        proposals={proposals}
        reference={reference}
        onReference={setReference}
        selection={output.selection}
      />
      <h3 className="review-label">
        {t(candidates.length ? "review.proposalChecks" : "review.proposalChecksNone")}
      </h3>
      <ul className="proposal-list">
        {candidates.map((candidate, at) => (
          <CandidateRow
            key={proposals.candidates[at]?.spec ?? at}
            candidate={candidate}
            command={`review.candidate${at + 1}`}
            chosen={at === chosen}
            onChoose={() => choose(at)}
            editing={at === chosen ? edited : undefined}
            onEdit={setEdited}
            onTry={() => trial.mutate(edited ?? candidate.spec)}
            trying={trial.isPending}
            error={at === chosen ? trial.error?.message : undefined}
          />
        ))}
      </ul>
      {saving.error && (
        <p className="field-error" role="alert" lang="en">
          {saving.error.message}
        </p>
      )}
      <footer className="proposal-foot">
        <KeyHints ids={["review.candidate0", "review.candidateEdit"]} />
        <span className="grow" />
        <Button onClick={onClose}>{t("review.cancel")}</Button>
        <Button command="review.proposalSave" kind="primary">
          {t(choice ? "review.proposalSaveBoth" : "review.proposalSaveCase")}
        </Button>
      </footer>
    </div>
  );
}

function filesOf({ dataset, file }: Saved): { files: string } {
  return { files: [dataset, file].filter(Boolean).join(", ") };
}
