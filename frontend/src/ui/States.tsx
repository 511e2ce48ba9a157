import type { UseQueryResult } from "@tanstack/react-query";
import { CircleAlert, Inbox, type LucideIcon, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { ApiError } from "@/lib/api";
import { Button } from "./Button";
import { CopyButton } from "./Copy";
import "./content.css";

interface EmptyStateProps {
  title: string;
  icon?: LucideIcon;
  /** The command or snippet that fills this place. */
  command?: string;
  action?: ReactNode;
  children?: ReactNode;
}

/** Nothing is here: what would be, and the one thing that brings it. */
export function EmptyState({
  title,
  icon: Icon = Inbox,
  command,
  action,
  children,
}: EmptyStateProps) {
  return (
    <div className="state">
      <div className="state-icon">
        <Icon className="ico" aria-hidden="true" />
      </div>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {command && <CopyLine text={command} />}
      {action && <div className="state-actions">{action}</div>}
    </div>
  );
}

export function CopyLine({ text }: { text: string }) {
  return (
    <div className="copyline">
      <code>{text}</code>
      <CopyButton text={text} />
    </div>
  );
}

/** What failed, why, and what to do next. */
export function ErrorState({ error, retry }: { error: Error; retry?: () => void }) {
  const t = useT();
  const away = error instanceof ApiError && error.away;
  const Icon = away ? Unplug : CircleAlert;
  return (
    <div className="state state-error" role="alert">
      <div className="state-icon">
        <Icon className="ico" aria-hidden="true" />
      </div>
      <h2>{t(away ? "ui.errorAway" : "ui.errorWhat")}</h2>
      {!away && <p lang="en">{error.message}</p>}
      <p className="mut">{t(away ? "ui.errorAwayNext" : "ui.errorNext")}</p>
      {retry && (
        <div className="state-actions">
          <Button onClick={retry}>{t("ui.retry")}</Button>
        </div>
      )}
    </div>
  );
}

/** The shape of text that is being loaded. */
export function Skeleton({ lines = 3, height }: { lines?: number; height?: number }) {
  const t = useT();
  const bars = Array.from({ length: height ? 1 : lines }, (_, at) => at);
  return (
    <div className="skel" role="status" aria-label={t("ui.loading")}>
      {bars.map((at) => (
        <i key={at} style={height ? { height } : undefined} />
      ))}
    </div>
  );
}

interface QueryViewProps<T> {
  query: UseQueryResult<T, Error>;
  /** Shown in the place of data that is empty. */
  empty?: ReactNode;
  isEmpty?: (data: T) => boolean;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

function nothing(data: unknown): boolean {
  return Array.isArray(data) && data.length === 0;
}

/** What was asked of the server in each of its states. Old data stays while new is fetched. */
export function QueryView<T>(props: QueryViewProps<T>) {
  const { query, empty, isEmpty = nothing, skeleton = <Skeleton />, children } = props;
  if (query.data !== undefined) {
    return empty && isEmpty(query.data) ? empty : children(query.data);
  }
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return skeleton;
}
