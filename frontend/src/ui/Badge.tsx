import { Check, CircleSlash, type LucideIcon, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { Key } from "./Key";
import "./content.css";

export type Tone = "plain" | "accent" | "ok" | "no" | "warn";

interface BadgeProps {
  tone?: Tone;
  icon?: LucideIcon;
  title?: string;
  children: ReactNode;
}

export function Badge({ tone = "plain", icon: Icon, title, children }: BadgeProps) {
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {Icon && <Icon className="ico" aria-hidden="true" />}
      {children}
    </span>
  );
}

export type Outcome = "pass" | "fail" | "skip" | "error";

const OUTCOMES: Record<Outcome, { tone: Tone; icon: LucideIcon }> = {
  pass: { tone: "ok", icon: Check },
  fail: { tone: "no", icon: X },
  skip: { tone: "plain", icon: CircleSlash },
  error: { tone: "warn", icon: TriangleAlert },
};

/** What a check said: colour, icon and word, so that none of them has to be seen. */
export function Verdict({ outcome, iconOnly = false }: { outcome: Outcome; iconOnly?: boolean }) {
  const t = useT();
  const { tone, icon } = OUTCOMES[outcome];
  return (
    <Badge tone={tone} icon={icon} title={iconOnly ? t(`ui.${outcome}`) : ""}>
      <span className={iconOnly ? "sr" : ""}>{t(`ui.${outcome}`)}</span>
    </Badge>
  );
}

interface ChipProps {
  pressed?: boolean;
  onClick?: () => void;
  onRemove?: () => void;
  removeLabel?: string;
  keys?: string;
  count?: string;
  children: ReactNode;
}

/** Something chosen or to be chosen: a filter, a reason. */
export function Chip({
  pressed,
  onClick,
  onRemove,
  removeLabel,
  keys,
  count,
  children,
}: ChipProps) {
  const t = useT();
  const inside = (
    <>
      {keys && <Key keys={keys} />}
      <span className="clip">{children}</span>
      {count && <span className="chip-count num">{count}</span>}
    </>
  );
  return (
    <span className="chip" data-pressed={pressed}>
      {onClick ? (
        <button type="button" className="chip-main" aria-pressed={pressed} onClick={onClick}>
          {inside}
        </button>
      ) : (
        <span className="chip-main">{inside}</span>
      )}
      {onRemove && (
        <button
          type="button"
          className="chip-remove"
          aria-label={t("ui.remove", { what: removeLabel ?? "" })}
          onClick={onRemove}
        >
          <X className="ico" aria-hidden="true" />
        </button>
      )}
    </span>
  );
}
