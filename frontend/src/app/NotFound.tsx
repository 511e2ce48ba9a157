import { useLocation } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useT } from "@/i18n";
import { EmptyState } from "@/ui/States";
import { PageLink } from "./navigation";
import { Page } from "./Page";

export function NotFound() {
  const t = useT();
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <Page title={t("app.notFound")}>
      <EmptyState
        icon={Compass}
        title={t("app.notFound")}
        action={
          <PageLink page="overview" className="btn btn-primary btn-m">
            {t("app.notFoundGo")}
          </PageLink>
        }
      >
        {t("app.notFoundText", { path })}
      </EmptyState>
    </Page>
  );
}
