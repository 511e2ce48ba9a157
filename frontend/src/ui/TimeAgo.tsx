import { useEffect, useState } from "react";
import { useFormat } from "@/i18n/format";

/** "3 min ago", with the exact time on hover; goes on counting while it is looked at. */
export function TimeAgo({ ns }: { ns: number | null | undefined }) {
  const f = useFormat();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (ns === null || ns === undefined) return <span>{f.relative(null)}</span>;
  return (
    <time dateTime={new Date(ns / 1e6).toISOString()} title={f.exact(ns)} className="num">
      {f.relative(ns)}
    </time>
  );
}
