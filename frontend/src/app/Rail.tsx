import { useT } from "@/i18n";
import { Tooltip } from "@/ui/Tooltip";
import { PageLink, useCurrentPage } from "./navigation";
import { ENTRIES, type PageEntry, type PageId } from "./pages";

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
  const current = useCurrentPage();
  const here = current?.id === page.id || current?.within === page.id;
  const { icon: Icon } = page;
  return (
    <li>
      <Tooltip text={t(page.title)} keys={page.key && `g ${page.key}`} side="right">
        <PageLink
          page={page.id as PageId}
          className="rail-link"
          aria-label={t(page.title)}
          aria-current={here ? "page" : undefined}
        >
          <Icon aria-hidden="true" />
        </PageLink>
      </Tooltip>
    </li>
  );
}
