import { JsonTree } from "@/ui/JsonTree";
import { LongText } from "./Fold";

/** JSON as a table of its fields; what is nested within them as a tree. */

const FIELDS = 60;

export function isFields(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const number = Object.keys(value).length;
  return number > 0 && number <= FIELDS;
}

export function Values({ value }: { value: unknown }) {
  if (typeof value === "string") return <LongText text={value} />;
  if (!isFields(value)) return <JsonTree value={value} openTo={2} />;
  return (
    <dl className="values">
      {Object.entries(value).map(([name, one]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{scalar(one) ?? <JsonTree value={one} openTo={1} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function scalar(value: unknown) {
  if (typeof value === "string") return <LongText text={value} />;
  if (value === null) return <span className="mut">null</span>;
  if (typeof value === "object") return null;
  return <span className="num">{String(value)}</span>;
}
