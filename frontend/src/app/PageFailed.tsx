import { CircleAlert } from "lucide-react";
import { useT } from "@/i18n";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/States";
import { Page } from "./Page";

/** A page that threw, or whose code could not be loaded. The rest of the app goes on. */
export function PageFailed({ error }: { error: unknown }) {
  const t = useT();
  return (
    <Page title={t("app.failed")}>
      <EmptyState
        icon={CircleAlert}
        title={t("app.failed")}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {t("app.failedReload")}
          </Button>
        }
      >
        {t("app.failedText")}
      </EmptyState>
      <pre className="mut page-error" lang="en">
        {error instanceof Error ? error.message : String(error)}
      </pre>
    </Page>
  );
}
