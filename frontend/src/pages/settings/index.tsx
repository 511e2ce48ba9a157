import { Page } from "@/app/Page";
import { useT } from "@/i18n";
import { QueryView, Skeleton } from "@/ui/States";
import { About } from "./About";
import { Keeping } from "./Keeping";
import { Keyboard } from "./Keyboard";
import { Keys } from "./Keys";
import { Leaves } from "./Leaves";
import { People } from "./People";
import { useServerSettings } from "./server";
import { You } from "./You";
import "./settings.css";

/** What a person chose on this browser, and what the server does with data. */
export default function Settings() {
  const t = useT();
  const server = useServerSettings();
  return (
    <Page title={t("settings.title")}>
      <div className="settings">
        <You />
        <Keyboard />
        <QueryView query={server} skeleton={<Skeleton lines={8} />}>
          {(told) => (
            <>
              <Leaves told={told} />
              <Keeping told={told} />
              <Keys told={told} />
              <People told={told} />
              <About told={told} />
            </>
          )}
        </QueryView>
      </div>
    </Page>
  );
}
