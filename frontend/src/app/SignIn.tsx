import { type FormEvent, useState } from "react";
import { useT } from "@/i18n";
import { ApiError, api } from "@/lib/api";
import { queryClient } from "@/lib/queries";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";

/** Asks for the token of a person where the server wants to know who is there. */
export function SignIn() {
  const t = useT();
  const [token, setToken] = useState("");
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!token.trim() || busy) return;
    setBusy(true);
    try {
      await api.POST("/api/session", { body: { token: token.trim() } });
      await queryClient.resetQueries();
    } catch (failure) {
      const unknown = failure instanceof ApiError && [401, 403].includes(failure.status);
      setError(unknown ? t("app.signInBad") : String((failure as Error).message));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="signin">
      <form className="card signin-card" onSubmit={(event) => void submit(event)}>
        <img src="/favicon.svg" alt="" width={36} height={36} />
        <h1>{t("app.signIn")}</h1>
        <p className="mut">{t("app.signInText")}</p>
        <Field label={t("app.signInToken")} hint={t("app.signInWhere")} error={error}>
          {(ids) => (
            <input
              {...ids}
              className="input mono"
              type="password"
              autoComplete="current-password"
              // biome-ignore lint/a11y/noAutofocus: the page has nothing else to do
              autoFocus
              value={token}
              onChange={(event) => {
                setToken(event.target.value);
                setError(undefined);
              }}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" aria-busy={busy}>
          {t("app.signIn")}
        </Button>
      </form>
    </main>
  );
}
