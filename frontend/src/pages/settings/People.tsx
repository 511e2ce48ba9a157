import { useMutation } from "@tanstack/react-query";
import { Trash2, UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type Role, useMe } from "@/app/me";
import { useT } from "@/i18n";
import { type ApiError, api } from "@/lib/api";
import { queryClient } from "@/lib/queries";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Dialog } from "@/ui/Dialog";
import { Field, Select } from "@/ui/Field";
import { CopyLine } from "@/ui/States";
import { type Column, Table } from "@/ui/Table";
import { TimeAgo } from "@/ui/TimeAgo";
import { toast } from "@/ui/toast";
import type { ServerSettings } from "./server";

type Person = ServerSettings["people"][number];

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ["/api/settings"] });
  void queryClient.invalidateQueries({ queryKey: ["/api/me"] });
}

/** Who may do what. Only admins see and change it; without anyone in the list everyone is one. */
export function People({ told }: { told: ServerSettings }) {
  const t = useT();
  const { people } = told;
  const me = useMe();
  const [leaving, setLeaving] = useState<Person | null>(null);
  const columns: Column<Person>[] = [
    { id: "name", header: t("settings.personName"), cell: ({ name }) => name },
    {
      id: "role",
      header: t("settings.personRole"),
      cell: ({ role }) => <Badge>{t(`app.role.${role}`)}</Badge>,
    },
    { id: "token", header: t("settings.personToken"), cell: ({ hint }) => <code>…{hint}</code> },
    {
      id: "since",
      header: t("settings.personSince"),
      cell: ({ created_ns }) => <TimeAgo ns={created_ns} />,
    },
    {
      id: "remove",
      header: t("settings.remove"),
      hideHeader: true,
      numeric: true,
      cell: (person) => (
        <IconButton
          icon={Trash2}
          label={t("settings.personRemove", { name: person.name })}
          onClick={() => setLeaving(person)}
        />
      ),
    },
  ];
  return (
    <Card title={t("settings.people")}>
      <div className="stack">
        <p className="mut">
          {me.why("admin") ??
            t(people.length === 0 ? "settings.peopleNone" : "settings.peopleText")}
        </p>
        {people.length > 0 && (
          <Table
            caption={t("settings.people")}
            columns={columns}
            rows={people}
            rowKey={({ name }) => name}
          />
        )}
        {me.can("admin") && <AddPerson first={people.length === 0} />}
      </div>
      <RemovePerson person={leaving} onClose={() => setLeaving(null)} />
    </Card>
  );
}

const ROLES: readonly Role[] = ["viewer", "reviewer", "admin"];

function AddPerson({ first }: { first: boolean }) {
  const t = useT();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("reviewer");
  const [bad, setBad] = useState(false);
  const add = useMutation({
    // The server signs the first person in at once: from then on everyone has to.
    mutationFn: async () => {
      const body = { name: name.trim(), role: first ? "admin" : role };
      return (await api.POST("/api/people", { body })).data;
    },
    onSuccess: () => {
      setName("");
      refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBad(name.trim() === "");
    if (name.trim() !== "" && !add.isPending) add.mutate();
  };
  return (
    <>
      {add.data && (
        <div className="settings-token">
          <p>{t("settings.personAdded", { name: add.data.name })}</p>
          <CopyLine text={add.data.token} />
        </div>
      )}
      {first && <p className="mut small">{t("settings.personFirst")}</p>}
      <form className="settings-add" onSubmit={submit}>
        <Field
          label={t("settings.personName")}
          error={bad ? t("settings.personNameBad") : add.error?.message}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              maxLength={80}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {!first && (
          <Select
            label={t("settings.personRole")}
            hideLabel
            value={role}
            onChange={setRole}
            options={ROLES.map((value) => ({ value, label: t(`app.role.${value}`) }))}
          />
        )}
        <Button type="submit" icon={UserPlus}>
          {t("settings.personAdd")}
        </Button>
      </form>
    </>
  );
}

function RemovePerson({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const t = useT();
  const remove = useMutation<unknown, ApiError, string>({
    mutationFn: (name) => api.DELETE("/api/people/{name}", { params: { path: { name } } }),
    onSuccess: (_, name) => {
      toast({ text: t("settings.personRemoved", { name }) });
      onClose();
      refresh();
    },
    onError: (error) => toast({ text: error.message, kind: "error" }),
  });
  const name = person?.name ?? "";
  return (
    <Dialog
      open={person !== null}
      onClose={onClose}
      title={t("settings.personRemoveAsk", { name })}
      footer={
        <>
          <Button onClick={onClose}>{t("settings.cancel")}</Button>
          <Button kind="danger" onClick={() => remove.mutate(name)}>
            {t("settings.remove")}
          </Button>
        </>
      }
    >
      <p>{t("settings.personRemoveText", { name })}</p>
    </Dialog>
  );
}
