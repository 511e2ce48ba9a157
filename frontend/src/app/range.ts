import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Search } from "@/lib/search";
import { type Setting, useSearchTexts } from "./navigation";

/** The stretch of time that a page shows: one of a few that end now, or one between two moments. */

export const PRESETS = ["24h", "7d", "30d", "90d", "all"] as const;
export type Preset = (typeof PRESETS)[number];

const USUAL: Preset = "7d";
const HOURS: Record<Exclude<Preset, "all">, number> = {
  "24h": 24,
  "7d": 168,
  "30d": 720,
  "90d": 2160,
};
const HOUR_MS = 3_600_000;

export interface Range {
  preset: Preset | "custom";
  since_ns: number | null;
  until_ns: number | null;
  /** A term for filters of the server; "" is all of time. */
  filter: string;
}

export function isPreset(text: string | undefined): text is Preset {
  return PRESETS.some((preset) => preset === text);
}

/** Read from the address; what cannot be meant is the usual range. */
export function rangeOf({ range, since, until }: Search, now: number): Range {
  const from = moment(since);
  const to = moment(until);
  if (from !== null && to !== null && from < to) {
    return {
      preset: "custom",
      since_ns: from * 1e6,
      until_ns: to * 1e6,
      filter: `time:${new Date(from).toISOString()}..<${new Date(to).toISOString()}`,
    };
  }
  const preset = isPreset(range) ? range : USUAL;
  if (preset === "all") return { preset, since_ns: null, until_ns: null, filter: "" };
  return {
    preset,
    since_ns: (now - HOURS[preset] * HOUR_MS) * 1e6,
    until_ns: null,
    filter: `time:-${preset}`,
  };
}

function moment(text: string | undefined): number | null {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

export function useRange() {
  const { range, since, until } = useSearchTexts();
  const navigate = useNavigate();
  return useMemo(() => {
    const go = (change: Search, replace = false) => {
      const search = (before: Search): Search => ({ ...before, ...change });
      void navigate({ to: ".", search, replace } as never);
    };
    return {
      ...rangeOf({ range, since, until }, Date.now()),
      setPreset: (preset: Preset, { replace = false }: Setting = {}) => {
        go({ range: preset, since: undefined, until: undefined }, replace);
      },
      setBetween: (since_ns: number, until_ns: number) => {
        const text = (ns: number) => new Date(ns / 1e6).toISOString();
        go({ range: undefined, since: text(since_ns), until: text(until_ns) });
      },
    };
  }, [range, since, until, navigate]);
}
