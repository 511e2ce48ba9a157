import { useT } from "@/i18n";
import { useFormat } from "@/i18n/format";
import { Tooltip } from "@/ui/Tooltip";
import { PageLink, useCurrentPage } from "./navigation";
import { ENTRIES, type PageEntry, type PageId } from "./pages";
import { useUnsent } from "./unsent";

/** The icons of the pages. */
export function Rail() {
  const t = useT();
  const placed = (place: PageEntry["place"]) => ENTRIES.filter((page) => page.place === place);
  return (
    <nav className="rail" aria-label={t("app.nav")}>
      <img className="rail-logo" src="/favicon.svg" alt="" />
      <ul>
        {placed("top").map((page) => (
          <RailLink key={page.id} page={page} />
        ))}
      </ul>
      <ul className="rail-end">
        {placed("bottom").map((page) => (
          <RailLink key={page.id} page={page} />
        ))}
      </ul>
    </nav>
  );
}

function RailLink({ page }: { page: PageEntry }) {
  const t = useT();
  const f = useFormat();
  const current = useCurrentPage();
  const here = current?.id === page.id || current?.within === page.id;
  const unsent = useUnsent();
  const waiting = page.id === "review" && unsent > 0 ? t("app.unsent", { n: unsent }) : "";
  const name = [t(page.title), waiting].filter(Boolean).join(" · ");
  const { icon: Icon } = page;
  return (
    <li>
      <Tooltip text={name} keys={page.key && `g ${page.key}`} side="right">
        <PageLink
          page={page.id as PageId}
          className="rail-link"
          aria-label={name}
          aria-current={here ? "page" : undefined}
        >
          <Icon aria-hidden="true" />
          {waiting && <span className="rail-count num">{f.compact(unsent)}</span>}
        </PageLink>
      </Tooltip>
    </li>
  );
}
