import { Tooltip as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Key } from "./Key";
import { overlayRoot } from "./overlayRoot";
import "./overlay.css";

interface TooltipProps {
  text: ReactNode;
  keys?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement;
}

/** A few words about a control, on hover and on focus. The control keeps its own name. */
export function Tooltip({ text, keys, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={overlayRoot()}>
        <Radix.Content
          className="tip"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onEscapeKeyDown={passOn}
        >
          {text}
          {keys && <Key keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Escape hides the words and is still for the dialog or page, which would else need it twice. */
function passOn(event: KeyboardEvent): void {
  event.preventDefault = () => undefined;
}

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={350} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);
