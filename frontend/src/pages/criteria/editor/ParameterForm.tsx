import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Field, Switch } from "@/ui/Field";
import type { Parameter } from "../server";
import { literal } from "../spec";
import type { Typed } from "./parameters";

interface ParameterFormProps {
  parameters: readonly Parameter[];
  typed: Typed;
  wrong: readonly string[];
  onChange: (typed: Typed) => void;
}

/** A form out of the parameters that a check declares. */
export function ParameterForm({ parameters, typed, wrong, onChange }: ParameterFormProps) {
  const t = useT();
  if (parameters.length === 0) return <p className="mut">{t("criteria.noParameters")}</p>;
  return (
    <div className="stack">
      {parameters.map((parameter) => (
        <OneParameter
          key={parameter.name}
          parameter={parameter}
          value={typed[parameter.name] ?? ""}
          wrong={wrong.includes(parameter.name)}
          onChange={(value) => onChange({ ...typed, [parameter.name]: value })}
        />
      ))}
    </div>
  );
}

interface OneParameterProps {
  parameter: Parameter;
  value: string | boolean;
  wrong: boolean;
  onChange: (value: string | boolean) => void;
}

function OneParameter({ parameter, value, wrong, onChange }: OneParameterProps) {
  const t = useT();
  const f = useFormat();
  const { name, kind, required } = parameter;
  if (typeof value === "boolean")
    return <Switch label={name} checked={value} onChange={onChange} />;
  const usual = required
    ? t("criteria.required")
    : t("criteria.usual", {
        value: parameter.default === null ? f.number(null) : literal(parameter.default),
      });
  const hint = kind === "list" ? `${usual} · ${t("criteria.onePerLine")}` : usual;
  return (
    <Field label={name} hint={hint} error={wrong ? t(`criteria.wrong.${kind}`) : undefined}>
      {(ids) =>
        kind === "list" || kind === "other" || value.includes("\n") ? (
          <textarea
            {...ids}
            className="input mono"
            rows={3}
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <input
            {...ids}
            className={kind === "number" ? "input num" : "input mono"}
            inputMode={kind === "number" ? "decimal" : "text"}
            spellCheck={false}
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
