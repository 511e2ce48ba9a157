import { Outlet, useLocation } from "@tanstack/react-router";
import { CloudOff } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useT } from "@/i18n";
import { ApiError } from "@/lib/api";
import { whenIdle } from "@/lib/idle";
import { readSetting } from "@/lib/settings";
import { setRegion } from "@/ui/announce";
import { Toasts } from "@/ui/Toasts";
import { TooltipProvider } from "@/ui/Tooltip";
import { useAppInAddress, useApps } from "./application";
import { useGlobalCommands } from "./global";
import { KeySheet } from "./KeySheet";
import { useListening } from "./keys";
import { listen } from "./keys/handling";
import { useMeQuery } from "./me";
import { useCurrentPage } from "./navigation";
import { useLiveUpdates, useRecovery, useServerAway } from "./pulse";
import { Rail } from "./Rail";
import { SignIn } from "./SignIn";
import { SlotsContext } from "./slots";
import { TopBar } from "./TopBar";
import { useAppearance } from "./theme";
import { useTour } from "./tour/state";
import { Tour } from "./tour/Tour";
import { useSending } from "./unsent";
import { Welcome } from "./Welcome";

const loadPalette = () => import("./Palette");
const Palette = lazy(loadPalette);
const startListening = () => listen(() => readSetting("singleKeys"));

/** What every page stands in. */
export function Shell() {
  useAppearance();
  useListening(startListening);
  const { data: me, error, isPending } = useMeQuery();
  if (isPending) return null; // a moment: nobody sees a page flash who then has to sign in
  const unknown = me?.needs_sign_in || (error instanceof ApiError && error.status === 401);
  return <TooltipProvider>{unknown ? <SignIn /> : <Frame />}</TooltipProvider>;
}

/** Fetched when there is nothing else to do: what is typed at once is not to go to the page. */
function usePaletteAtHand() {
  useEffect(() => whenIdle(() => void loadPalette()), []);
}

function Frame() {
  const t = useT();
  const [title, setTitle] = useState<HTMLElement | null>(null);
  const [controls, setControls] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<"keys" | "palette" | "apps" | null>(null);
  const slots = useMemo(() => ({ title, controls }), [title, controls]);
  const main = useRef<HTMLElement>(null);
  const tour = useTour();
  const close = () => setOpen(null);
  useGlobalCommands({
    openKeys: () => setOpen("keys"),
    openPalette: () => setOpen("palette"),
    openApps: () => setOpen("apps"),
    openTour: tour.restart,
  });
  usePaletteAtHand();
  useAppInAddress();
  useLiveUpdates();
  useRecovery();
  useSending();
  useFocusOfPage(main);
  return (
    <SlotsContext value={slots}>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <div className="app">
        <Rail />
        <div className="work">
          <TopBar
            title={setTitle}
            controls={setControls}
            appsOpen={open === "apps"}
            setAppsOpen={(wanted) => setOpen(wanted ? "apps" : null)}
          />
          <Connection />
          <main id="main" className="main" tabIndex={-1} ref={main}>
            <Content />
          </main>
        </div>
      </div>
      <div role="status" className="sr" ref={setRegion} />
      <Toasts />
      <Tour />
      <KeySheet open={open === "keys"} onClose={close} />
      {open === "palette" && (
        <Suspense>
          <Palette onClose={close} />
        </Suspense>
      )}
    </SlotsContext>
  );
}

/** The page, or what to do while nothing was recorded that a page could show. */
function Content() {
  const page = useCurrentPage();
  const { data: apps } = useApps();
  return apps?.length === 0 && page && page.id !== "settings" ? <Welcome /> : <Outlet />;
}

/** Another page takes the focus, so that the keyboard and what is read aloud begin there. */
function useFocusOfPage(main: { current: HTMLElement | null }): void {
  const path = useLocation({ select: (location) => location.pathname });
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path, main]);
}

function useOffline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      addEventListener("online", listener);
      addEventListener("offline", listener);
      return () => {
        removeEventListener("online", listener);
        removeEventListener("offline", listener);
      };
    },
    () => !navigator.onLine,
  );
}

function Connection() {
  const t = useT();
  const away = useServerAway();
  const offline = useOffline();
  // The region is always there, so that it is announced when words enter it.
  return (
    <div role="status">
      {away && (
        <p className="banner">
          <CloudOff className="ico" aria-hidden="true" />
          {t(offline ? "app.offline" : "app.away")}
        </p>
      )}
    </div>
  );
}
