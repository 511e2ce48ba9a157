import { useMutation } from "@tanstack/react-query";
import { FlaskConical, Save } from "lucide-react";
import { useState } from "react";
import { useApp } from "@/app/application";
import { useCommands } from "@/app/keys";
import { useMe } from "@/app/me";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Skeleton } from "@/ui/States";
import { toast } from "@/ui/toast";
import { type CheckInfo, removeCheck, saveCheck, tryCheck } from "../server";
import { missing, specOf } from "../spec";
import { ParameterForm } from "./ParameterForm";
import { Picker } from "./Picker";
import { readingOf, type Typed, typedOf } from "./parameters";
import { TrialView } from "./TrialView";

interface CheckEditorProps {
  criterion: string;
  checks: readonly CheckInfo[];
  /** The one to change; without it a new one is added. */
  edited: CheckInfo | null;
  onClose: () => void;
  onSaved: (spec: string) => void;
}

/** What is being made: a check with values in a form, or one that was written as text. */
type Made = { check: CheckInfo; typed: Typed } | { spec: string };

/** Changes a check or adds one: its parameters, a trial on what people labelled, then saving. */
export function CheckEditor({ criterion, checks, edited, onClose, onSaved }: CheckEditorProps) {
  const t = useT();
  const app = useApp();
  const me = useMe();
  const [made, setMade] = useState<Made | null>(
    edited && { check: edited, typed: typedOf(edited.parameters) },
  );
  const { spec, problem, wrong } = written(made);
  const trial = useMutation({
    mutationFn: (tried: string) => tryCheck(app, criterion, tried, edited?.spec ?? null),
  });
  const save = useMutation({
    mutationFn: (saved: string) => saveCheck(app, saved, edited?.spec ?? null),
    onSuccess: ({ spec: saved, file }) => {
      toast({
        text: t("criteria.checkSaved", { file: inProject(file) }),
        undo: () => void takeBack(saved),
      });
      onSaved(saved);
    },
  });
  const takeBack = async (saved: string) => {
    try {
      if (edited?.origin === "review") await saveCheck(app, edited.spec, saved);
      else await removeCheck(app, saved);
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), kind: "error" });
    }
  };
  const tried = trial.data && trial.variables === spec ? trial.data : null;
  const same = edited !== null && spec === edited.spec;
  const role = me.why("reviewer");
  const cannotTry = made === null ? t("criteria.pickFirst") : problem && t(`criteria.${problem}`);
  const cannotSave =
    cannotTry ?? (same ? t("criteria.sameCheck") : tried === null ? t("criteria.tryFirst") : role);
  const trying = {
    label: "criteria.try" as const,
    run: () => trial.mutate(spec),
    inDialog: true,
    unavailable: cannotTry ?? role ?? (trial.isPending ? t("criteria.trying") : undefined),
  };
  useCommands("criteria.editor", [
    { ...trying, id: "criteria.try", keys: "mod+enter", inText: true },
    { ...trying, id: "criteria.tryAtRest", keys: "r", quiet: true },
    {
      id: "criteria.saveCheck",
      keys: "mod+s",
      label: "criteria.saveCheck",
      run: () => save.mutate(spec),
      inDialog: true,
      inText: true,
      unavailable: cannotSave ?? (save.isPending ? t("criteria.saving") : undefined),
    },
  ]);
  const error = save.error ?? trial.error;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(edited ? "criteria.edit" : "criteria.addCheck")}
      footer={
        <>
          <span className="grow clip criteria-spec">
            {problem ? t(`criteria.${problem}`) : <code>{spec}</code>}
          </span>
          <Button command="criteria.try" icon={FlaskConical} />
          <Button command="criteria.saveCheck" icon={Save} kind="primary" />
        </>
      }
    >
      {made === null ? (
        <Picker
          checks={checks}
          onPick={(check) => setMade({ check, typed: typedOf(check.parameters) })}
          onSpec={(text) => setMade({ spec: text })}
        />
      ) : (
        <div className="criteria-editor">
          <div className="stack">
            {"check" in made ? (
              <>
                <p lang="en">{made.check.description}</p>
                <ParameterForm
                  parameters={made.check.parameters}
                  typed={made.typed}
                  wrong={wrong}
                  onChange={(typed) => setMade({ ...made, typed })}
                />
              </>
            ) : (
              <label className="stack">
                {t("criteria.asText")}
                <textarea
                  className="input mono"
                  rows={4}
                  spellCheck={false}
                  value={made.spec}
                  onChange={(event) => setMade({ spec: event.target.value })}
                />
              </label>
            )}
            {!edited && (
              <Button kind="ghost" onClick={() => setMade(null)}>
                {t("criteria.otherCheck")}
              </Button>
            )}
          </div>
          <div className="criteria-trial" aria-live="polite">
            {error && (
              <p className="field-error" role="alert" lang="en">
                {error.message}
              </p>
            )}
            {trial.isPending ? (
              <Skeleton lines={6} />
            ) : tried ? (
              <TrialView trial={tried} />
            ) : (
              <p className="criteria-none">
                {t(trial.data ? "criteria.tryAgain" : "criteria.tryHelp")}
              </p>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}

/** The folder and the name: the way to the project is known to who works in it. */
function inProject(file: string): string {
  return file.split(/[\\/]/).slice(-2).join("/");
}

interface Written {
  spec: string;
  problem: "wrongValues" | "missingValues" | undefined;
  wrong: string[];
}

function written(made: Made | null): Written {
  if (made === null) return { spec: "", problem: undefined, wrong: [] };
  if (!("check" in made)) return { spec: made.spec.trim(), problem: undefined, wrong: [] };
  const { name, signature, parameters } = made.check;
  const { given, wrong } = readingOf(parameters, made.typed);
  const lacking = missing(parameters, given).length > 0;
  return {
    spec: specOf(name, signature, parameters, given),
    problem: wrong.length > 0 ? "wrongValues" : lacking ? "missingValues" : undefined,
    wrong,
  };
}
