import { memo } from "react";
import { JsonTree } from "@/ui/JsonTree";

/** A JSON answer reads best as a table of fields; those that differ from another are marked. */
export const Fields = memo(({ value, other }: { value: object; other?: object | undefined }) => {
  const held = value as Record<string, unknown>;
  const compared = other as Record<string, unknown> | undefined;
  const names = [...new Set([...Object.keys(held), ...Object.keys(compared ?? {})])];
  return (
    <table className="review-fields">
      <tbody>
        {names.map((name) => {
          const differs =
            compared !== undefined && JSON.stringify(held[name]) !== JSON.stringify(compared[name]);
          return (
            <tr key={name} data-differs={differs || undefined}>
              <th scope="row">{name}</th>
              <td>{name in held ? <Cell value={held[name]} /> : <span className="mut">–</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
});

function Cell({ value }: { value: unknown }) {
  if (typeof value === "object" && value !== null) return <JsonTree value={value} openTo={2} />;
  if (value === null) return <span className="jt-null">null</span>;
  return <span className="review-value">{String(value)}</span>;
}
