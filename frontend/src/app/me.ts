import { useMemo } from "react";
import { useT } from "@/i18n";
import { type Answer, useGet } from "@/lib/queries";
import { useSetting } from "@/lib/settings";

/** Who is looking, and what that person may do. */

export type Role = "viewer" | "reviewer" | "admin";

const RANK: Record<Role, number> = { viewer: 0, reviewer: 1, admin: 2 };

export type Me = Answer<"/api/me">;

const AGAIN_MS = 3000;

export function useMeQuery() {
  return useGet(
    "/api/me",
    {},
    {
      retry: false, // the page waits for it: better asked again beside it than before it
      refetchInterval: ({ state }) => (state.status === "error" ? AGAIN_MS : false),
    },
  );
}

export interface MeView {
  me: Me | undefined;
  role: Role;
  /** The name that labels are stored under: of the person signed in, else as set on this browser. */
  reviewer: string;
  can: (role: Role) => boolean;
  /** Why something that needs this role cannot be used: for `unavailable`. */
  why: (role: Role) => string | undefined;
}

export function useMe(): MeView {
  const t = useT();
  const { data: me } = useMeQuery();
  const [stored] = useSetting("reviewer");
  return useMemo(() => {
    const role = me?.role ?? "viewer";
    const can = (wanted: Role) => RANK[role] >= RANK[wanted];
    return {
      me,
      role,
      reviewer: (me?.signed_in && me.name) || stored,
      can,
      why: (wanted) => {
        if (can(wanted)) return undefined;
        return t("app.needsRole", { role: t(`app.role.${wanted}`), own: t(`app.role.${role}`) });
      },
    };
  }, [me, stored, t]);
}
