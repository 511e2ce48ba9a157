import { useT } from "@/i18n";
import { useGet } from "@/lib/queries";
import { Skeleton } from "@/ui/States";
import { useApplication } from "../application";

/** What the tour ends with: the checks that people's labels speak for, as measured. */
export function Trusted() {
  const t = useT();
  const application = useApplication();
  const criterion = application?.criteria[0];
  if (application && !criterion) return <p>{t("tour.trustNoCriterion")}</p>;
  if (!application || !criterion) return <Skeleton lines={2} />;
  return <OfCriterion app={application.app} criterion={criterion} />;
}

function OfCriterion({ app, criterion }: { app: string; criterion: string }) {
  const t = useT();
  const { data, error } = useGet("/api/alignment", {
    params: { query: { app, criterion } },
  });
  if (error) return <p lang="en">{error.message}</p>;
  if (!data) return <Skeleton lines={2} />;
  if (data.trusted.length === 0) return <p>{t("tour.trustNone", { criterion })}</p>;
  return (
    <>
      <p>{t("tour.trustSome", { n: data.trusted.length })}</p>
      <ul className="tour-checks">
        {data.trusted.map((check) => (
          <li key={check}>
            <code>{check}</code>
          </li>
        ))}
      </ul>
      {data.few_labels && <p className="mut small">{t("tour.trustFew")}</p>}
    </>
  );
}
