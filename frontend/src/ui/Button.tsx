import type { LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { firstKeys, useCommand } from "@/app/keys";
import { ariaKeys } from "@/app/keys/matching";
import { useT } from "@/i18n";
import { Key } from "./Key";
import { Tooltip } from "./Tooltip";
import "./button.css";

type Native = Omit<ComponentProps<"button">, "children" | "onClick" | "disabled">;

interface Common extends Native {
  /** A command of the table gives the label, the key, what happens and whether it may. */
  command?: string;
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  /** Why it cannot be pressed: it stays focusable and says so. */
  unavailable?: string | undefined;
  pressed?: boolean | undefined;
}

export interface ButtonProps extends Common {
  kind?: "primary" | "plain" | "ghost" | "danger";
  size?: "s" | "m";
  icon?: LucideIcon;
  /** Leave the badge out where many buttons of a kind stand together. */
  bare?: boolean;
  children?: ReactNode;
}

function usePressing({ command, onClick, unavailable }: Common) {
  const found = useCommand(command);
  const reason = unavailable ?? found?.unavailable;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (reason) event.preventDefault();
    else if (onClick) onClick(event);
    else found?.run();
  };
  const keys = firstKeys(found);
  return { found, reason, press, keys };
}

export function Button(props: ButtonProps) {
  const { command, onClick, unavailable, pressed, bare = false, children, ...shape } = props;
  const { kind = "plain", size = "m", icon: Icon, className = "", ...rest } = shape;
  const t = useT();
  const { found, reason, press, keys } = usePressing(props);
  const button = (
    <button
      type="button"
      {...rest}
      className={`btn btn-${kind} btn-${size} ${className}`}
      onClick={press}
      aria-disabled={reason ? true : undefined}
      aria-pressed={pressed}
      aria-keyshortcuts={keys && ariaKeys(keys)}
    >
      {Icon && <Icon className="ico" aria-hidden="true" />}
      <span className="btn-text">{children ?? (found && t(found.label, found.values))}</span>
      {command && !bare && <Key command={command} />}
    </button>
  );
  return reason ? <Tooltip text={reason}>{button}</Tooltip> : button;
}

export interface IconButtonProps extends Common {
  icon: LucideIcon;
  /** What it does: its name, and its tooltip. With a command, that of the command. */
  label?: string;
}

export function IconButton(props: IconButtonProps) {
  const { command, onClick, unavailable, pressed, icon: Icon, label, ...rest } = props;
  const { className = "", ...native } = rest;
  const t = useT();
  const { found, reason, press, keys } = usePressing(props);
  const name = label ?? (found ? t(found.label, found.values) : "");
  return (
    <Tooltip text={reason ?? name} keys={keys}>
      <button
        type="button"
        {...native}
        className={`btn btn-icon ${className}`}
        aria-label={name}
        onClick={press}
        aria-disabled={reason ? true : undefined}
        aria-pressed={pressed}
        aria-keyshortcuts={keys && ariaKeys(keys)}
      >
        <Icon className="ico" aria-hidden="true" />
      </button>
    </Tooltip>
  );
}
