import { useMemo } from "react";
import { useLanguage } from "./language";
import { type Language, localeOf } from "./message";

/** Numbers, times, durations and money in the style of the language. Nothing is "–". */

export const NOTHING = "–";
const MS = 1_000_000;
const MINUTE = 60_000;

type Maybe = number | null | undefined;

function absent(value: Maybe): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value);
}

export function formatsOf(language: Language, now: () => number = Date.now) {
  const locale = localeOf(language);
  const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const whole = numbers({ maximumFractionDigits: 0 });
  const some = numbers({ maximumFractionDigits: 3 });
  const compact = numbers({ notation: "compact", maximumFractionDigits: 1 });
  const two = numbers({ maximumFractionDigits: 2 });
  const evenTwo = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const one = numbers({ maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const times = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const exact = times({ dateStyle: "medium", timeStyle: "long", hourCycle: "h23" });
  const dayOfYear = times({ month: "short", day: "numeric" });
  const dayOfAnother = times({ dateStyle: "medium" });
  const clock = times({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  /** With its year where that is another one. */
  const day = (at: Date) => {
    const here = at.getFullYear() === new Date(now()).getFullYear();
    return (here ? dayOfYear : dayOfAnother).format(at);
  };
  const unit = (value: number, name: string, digits = 0) =>
    numbers({
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);

  const percent = (share: Maybe, digits = 0) =>
    absent(share)
      ? NOTHING
      : numbers({ style: "percent", maximumFractionDigits: digits }).format(share);

  /** `even`: as many digits as its neighbours in a column. */
  const milliseconds = (ms: Maybe, even = false): string => {
    if (absent(ms)) return NOTHING;
    const size = Math.abs(ms);
    if (size < 1) return `${two.format(ms)} ms`;
    if (size < 1000) return `${whole.format(ms)} ms`;
    if (size < 10_000) return `${(even ? evenTwo : two).format(ms / 1000)} s`;
    if (size < 60_000) return `${one.format(ms / 1000)} s`;
    if (size < 3_600_000) {
      const seconds = Math.round(ms / 1000);
      return `${Math.trunc(seconds / 60)} min ${Math.abs(seconds % 60)} s`;
    }
    return unit(ms / 3_600_000, "hour", 1);
  };

  const date = (ns: Maybe): Date | null => (absent(ns) ? null : new Date(ns / MS));
  const moment = (at: Date) => `${day(at)} ${clock.format(at)}`;

  return {
    number: (n: Maybe) => (absent(n) ? NOTHING : some.format(n)),
    compact: (n: Maybe) =>
      absent(n) ? NOTHING : Math.abs(n) < 10_000 ? whole.format(n) : compact.format(n),
    percent,
    /** A share and what it is between: "90.1–94.3 %". */
    interval: ({ low, high }: { low: number; high: number }, digits = 0) => {
      const bound = numbers({ maximumFractionDigits: digits, minimumFractionDigits: digits });
      return `${bound.format(low * 100)}–${bound.format(high * 100)}%`;
    },
    duration: (ns: Maybe, even = false) => milliseconds(absent(ns) ? null : ns / MS, even),
    milliseconds,
    /** `even`: as many digits as its neighbours in a column. */
    cost: (usd: Maybe, even = false) => {
      if (absent(usd)) return NOTHING;
      const size = Math.abs(usd);
      const digits = size === 0 || size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
      const least = even ? digits : 2;
      const style = { minimumFractionDigits: least, maximumFractionDigits: digits };
      return `$${numbers(style).format(usd)}`;
    },
    tokens: (n: Maybe) => (absent(n) ? NOTHING : whole.format(n)),
    bytes: (n: Maybe) => {
      if (absent(n)) return NOTHING;
      const step = n < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(n) / 3));
      return `${(step ? one : whole).format(n / 1000 ** step)} ${["B", "kB", "MB", "GB", "TB"][step]}`;
    },
    date: (ns: Maybe) => {
      const at = date(ns);
      return at ? day(at) : NOTHING;
    },
    clock: (ns: Maybe) => {
      const at = date(ns);
      return at ? clock.format(at) : NOTHING;
    },
    /** Day and minute, short. */
    moment: (ns: Maybe) => {
      const at = date(ns);
      return at ? moment(at) : NOTHING;
    },
    /** Down to the second, with the zone of time. */
    exact: (ns: Maybe) => {
      const at = date(ns);
      return at ? exact.format(at) : NOTHING;
    },
    /** Of the last day how long ago, else when. */
    relative: (ns: Maybe) => {
      const at = date(ns);
      if (!at) return NOTHING;
      const minutes = (at.getTime() - now()) / MINUTE;
      const size = Math.abs(minutes);
      if (size < 1) return relative.format(Math.round(minutes * 60), "second");
      if (size < 60) return relative.format(Math.round(minutes), "minute");
      if (size < 60 * 24) return relative.format(Math.round(minutes / 60), "hour");
      return moment(at);
    },
  };
}

export type Format = ReturnType<typeof formatsOf>;

/** `const f = useFormat(); f.duration(span.duration_ns)` */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatsOf(language), [language]);
}
