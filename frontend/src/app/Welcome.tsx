import { Radio } from "lucide-react";
import { useT } from "@/i18n";
import { CodeBlock } from "@/ui/Copy";
import { CopyLine, EmptyState } from "@/ui/States";
import { Page } from "./Page";

const SNIPPET = `import genchi

genchi.configure(app="my-app")


@genchi.trace
def answer(question: str) -> str:
    ...`;

/** A store without a single span: what to do so that there is something to see. */
export function Welcome() {
  const t = useT();
  return (
    <Page title="genchi">
      <EmptyState icon={Radio} title={t("app.welcome")}>
        {t("app.welcomeText")}
      </EmptyState>
      <div className="welcome">
        <CodeBlock code={SNIPPET} language="python" />
        <p className="mut">{t("app.welcomeSample")}</p>
        <CopyLine text="genchi demo" />
      </div>
    </Page>
  );
}
