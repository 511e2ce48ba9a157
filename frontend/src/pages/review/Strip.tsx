import { CalendarDays, CircleAlert, Cloud, CloudOff, HardDrive, Users } from "lucide-react";
import { type Ref, useEffect, useState } from "react";
import { useCommand } from "@/app/keys";
import { useLanguage, useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { titleOf } from "@/pages/criteria/words";
import { Button } from "@/ui/Button";
import { Menu, type MenuItem } from "@/ui/Menu";
import type { Done } from "./decision";
import type { OutboxState } from "./outbox";

import type { Criterion, Rota, Source } from "./types";

export const SOURCES: readonly Source[] = ["recipe", "picked", "second", "filter"];

type Menus = "criteria" | "sources" | null;

interface StripProps {
  criteria: readonly Criterion[];
  criterion: string;
  onCriterion: (name: string) => void;
  onNewCriterion: () => void;
  source: Source;
  onSource: (source: Source) => void;
  menu: Menus;
  setMenu: (menu: Menus) => void;
  filter: string;
  onFilter: (filter: string) => void;
  filterBox: Ref<HTMLInputElement>;
  rota: Rota | undefined;
  reviewer: string;
}

/** Below the top bar: what is reviewed, where it comes from, whose day it is. */
export function Strip(props: StripProps) {
  const t = useT();
  const { source, rota, reviewer } = props;
  return (
    <div className="review-strip">
      <CriterionMenu {...props} />
      <SourceMenu {...props} />
      {source === "filter" && <FilterBox {...props} />}
      <span className="grow" />
      <RotaLine rota={rota} reviewer={reviewer} />
      <Button command="review.rota" kind="ghost" size="s" icon={CalendarDays}>
        {t("review.rota")}
      </Button>
    </div>
  );
}

function CriterionMenu(props: StripProps) {
  const t = useT();
  const language = useLanguage();
  const command = useCommand("review.criterion");
  const { criteria, criterion, onCriterion, onNewCriterion, menu, setMenu } = props;
  const items: MenuItem[] = criteria.map((one) => ({
    id: one.name,
    label: titleOf(one, language),
    checked: one.name === criterion,
    onSelect: () => onCriterion(one.name),
  }));
  const current = criteria.find(({ name }) => name === criterion);
  items.push({
    id: "+",
    label: t("review.newCriterion"),
    apart: true,
    onSelect: onNewCriterion,
  });
  return (
    <Menu
      align="start"
      items={items}
      open={menu === "criteria"}
      onOpenChange={(open) => setMenu(open ? "criteria" : null)}
      trigger={
        <Button command={command?.id ?? ""} size="s" kind="ghost" onClick={() => undefined}>
          <span className="mut">{t("review.criterion")}</span>
          <span className="clip review-strip-name">
            {current ? titleOf(current, language) : criterion}
          </span>
        </Button>
      }
    />
  );
}

function SourceMenu({ source, onSource, menu, setMenu }: StripProps) {
  const t = useT();
  const items = SOURCES.map(
    (one): MenuItem => ({
      id: one,
      label: (
        <span className="review-source">
          {t(`review.source.${one}`)}
          <span className="mut small">{t(`review.sourceAbout.${one}`)}</span>
        </span>
      ),
      checked: one === source,
      onSelect: () => onSource(one),
    }),
  );
  return (
    <Menu
      align="start"
      items={items}
      open={menu === "sources"}
      onOpenChange={(open) => setMenu(open ? "sources" : null)}
      trigger={
        <Button command="review.source" size="s" kind="ghost" onClick={() => undefined}>
          <span className="mut">{t("review.from")}</span>
          {t(`review.source.${source}`)}
        </Button>
      }
    />
  );
}

function FilterBox({ filter, onFilter, filterBox }: StripProps) {
  const t = useT();
  const [typed, setTyped] = useState(filter);
  useEffect(() => setTyped(filter), [filter]);
  return (
    <form
      className="review-filter"
      onSubmit={(event) => {
        event.preventDefault();
        onFilter(typed.trim());
        (document.activeElement as HTMLElement | null)?.blur();
      }}
    >
      <input
        ref={filterBox}
        className="input"
        value={typed}
        aria-label={t("review.filter")}
        placeholder={t("review.filterPlaceholder")}
        onChange={(event) => setTyped(event.target.value)}
      />
    </form>
  );
}

function RotaLine({ rota, reviewer }: { rota: Rota | undefined; reviewer: string }) {
  const t = useT();
  const f = useFormat();
  if (!rota) return null;
  const mine = rota.today !== null && rota.today === reviewer;
  return (
    <span className="review-rota-line mut small">
      {rota.today && (
        <span>{mine ? t("review.yourDay") : t("review.dayOf", { name: rota.today })}</span>
      )}
      {rota.recorded > 0 && (
        <span className="num">
          {t("review.share", {
            share: f.percent(rota.reviewed / rota.recorded, 1),
            days: rota.since_days,
          })}
        </span>
      )}
    </span>
  );
}

/** Whether everything is safe: always in the same place, in words. */
export function SavingState({ state }: { state: OutboxState }) {
  const t = useT();
  const { saving, waiting, unkept } = state;
  const Icon = saving === "offline" || saving === "signed-out" ? CloudOff : Cloud;
  return (
    <span className="review-saving" data-saving={saving} role="status">
      {unkept && (
        <span className="review-bad" title={t("review.unkeptWhy")}>
          <HardDrive className="ico" aria-hidden="true" />
          {t("review.unkept")}
        </span>
      )}
      <Icon className="ico" aria-hidden="true" />
      {t(`review.saving.${saving}`, { n: waiting })}
    </span>
  );
}

export function RefusedButton({ n, onOpen }: { n: number; onOpen: () => void }) {
  const t = useT();
  if (!n) return null;
  return (
    <Button kind="danger" size="s" icon={CircleAlert} onClick={onOpen}>
      {t("review.refused", { n })}
    </Button>
  );
}

const SHOWN = 20;

interface RecentProps {
  done: readonly Done[];
  looking: string | undefined;
  onLook: (id: string | undefined) => void;
}

function kindOf({ value, target }: Done): "good" | "bad" | "unsure" | "pair" {
  if (target.kind === "preference") return "pair";
  if (value === null) return "unsure";
  return value >= 0.5 ? "good" : "bad";
}

/** The last decisions as squares: the way back to any of them. */
export function Recent({ done, looking, onLook }: RecentProps) {
  const t = useT();
  const last = done.slice(-SHOWN);
  const also = done.at(-1)?.also ?? [];
  return (
    <div className="review-recent">
      {also.length > 0 && (
        <span className="review-also">
          <Users className="ico" aria-hidden="true" />
          {t("review.also", { names: also.join(", "), n: also.length })}
        </span>
      )}
      {last.length > 0 && (
        <nav aria-label={t("review.recent")} className="review-dots">
          {last.map((one) => {
            const kind = kindOf(one);
            const name = t(`review.was.${kind}`);
            const who = one.also.length
              ? ` · ${t("review.also", { names: one.also.join(", "), n: one.also.length })}`
              : "";
            return (
              <button
                key={one.id}
                type="button"
                className="review-dot"
                data-kind={kind}
                data-also={one.also.length > 0 || undefined}
                aria-current={one.id === looking ? "true" : undefined}
                aria-label={`${name}${who}`}
                title={`${name} · ${one.item.view.output_text.slice(0, 60)}${who}`}
                onClick={() => onLook(one.id === looking ? undefined : one.id)}
              />
            );
          })}
        </nav>
      )}
    </div>
  );
}
