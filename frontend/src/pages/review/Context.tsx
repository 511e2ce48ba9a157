import { memo } from "react";
import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { JsonTree } from "@/ui/JsonTree";
import { Markdown } from "@/ui/Markdown";
import { Fold } from "./Fold";
import { type PassageMarks, Passages } from "./Passages";
import { textOf } from "./texts";
import type { Message, Tool, View } from "./types";

interface ContextProps {
  /** Of one output, or of the two that are compared: left, right. */
  views: readonly View[];
  /** Given while passages are judged. */
  judging?: PassageMarks | undefined;
  marks: ReadonlyMap<string, number>;
}

/** What the application knew: the question, earlier turns, tools, passages, instructions. */
export const Context = memo(({ views, judging, marks }: ContextProps) => {
  const t = useT();
  const [view] = views;
  if (!view) return null;
  return (
    <>
      <h2 className="review-label">{t("review.asked")}</h2>
      <div className="card review-asked">
        <Markdown source={view.asked || "–"} />
      </div>
      <Turns messages={view.messages} />
      <Each views={views} of={(one) => one.tools}>
        {(one, name) => <Tools tools={one.tools} name={name} />}
      </Each>
      <Each views={views} of={(one) => one.passages}>
        {(one, name) => (
          <Passages
            view={one}
            name={name}
            cited={views.map(({ output_text }) => output_text).join("\n")}
            judging={judging}
            marks={marks}
          />
        )}
      </Each>
      <Instructions system={view.system} reference={view.reference} />
      {views.some(({ cut }) => cut) && <p className="mut small">{t("review.cut")}</p>}
    </>
  );
});

interface EachProps {
  views: readonly View[];
  of: (view: View) => unknown;
  children: (view: View, name: string) => React.ReactNode;
}

/** Once where it is the same on both sides, else once for each side. */
function Each({ views, of, children }: EachProps) {
  const [left, right] = views;
  if (!left) return null;
  if (!right || JSON.stringify(of(left)) === JSON.stringify(of(right))) return children(left, "");
  return (
    <>
      {children(left, "A")}
      {children(right, "B")}
    </>
  );
}

const SHORT_TALK = 1500;

function Turns({ messages }: { messages: readonly Message[] }) {
  const t = useT();
  if (!messages.length) return null;
  const turns = messages.map((message, at) => ({ at, role: message.role, text: textOf(message) }));
  const short = turns.reduce((sum, { text }) => sum + text.length, 0) < SHORT_TALK;
  return (
    <Fold
      className="card review-turns"
      open={short}
      summary={
        <>
          {t("review.turns")}
          <span className="review-fold-end num">{messages.length}</span>
        </>
      }
    >
      {turns.map(({ at, role, text }) => (
        <div key={at} className="review-turn">
          <span className="review-role">{role}</span>
          <Markdown source={text} />
        </div>
      ))}
    </Fold>
  );
}

function Tools({ tools, name }: { tools: readonly Tool[]; name: string }) {
  const t = useT();
  const f = useFormat();
  if (!tools.length) return null;
  const calls = tools.map((tool, at) => ({ ...tool, at }));
  return (
    <>
      <h2 className="review-label">
        {t("review.tools")}
        {name && ` · ${name}`}
      </h2>
      <div className="card">
        {calls.map((tool) => (
          <Fold
            key={tool.at}
            open
            summary={
              <>
                <code className="clip">{tool.name}</code>
                <span className="review-fold-end num">
                  {tool.error && <span className="review-bad">{t("review.toolFailed")}</span>}
                  {!name && tool.duration_ns !== null && f.duration(tool.duration_ns)}
                </span>
              </>
            }
          >
            <JsonTree value={tool.arguments} openTo={2} />
            <div className="mut">→</div>
            <JsonTree value={tool.result} openTo={3} />
          </Fold>
        ))}
      </div>
    </>
  );
}

function Instructions({ system, reference }: { system: string | null; reference: unknown }) {
  const t = useT();
  if (!system && reference === null) return null;
  return (
    <div className="card review-last">
      {reference !== null && reference !== undefined && (
        <Fold summary={t("review.reference")}>
          {typeof reference === "string" ? (
            <Markdown source={reference} />
          ) : (
            <JsonTree value={reference} openTo={2} />
          )}
        </Fold>
      )}
      {system && (
        <Fold
          summary={
            <>
              {t("review.system")}
              <span className="review-fold-end num">
                {t("review.characters", { n: system.length })}
              </span>
            </>
          }
        >
          <pre>{system}</pre>
        </Fold>
      )}
    </div>
  );
}
