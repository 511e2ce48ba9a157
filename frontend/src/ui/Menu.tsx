import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu, Popover as RadixPopover } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Key } from "./Key";
import { overlayRoot } from "./overlayRoot";
import "./overlay.css";

export interface MenuItem {
  id: string;
  label: ReactNode;
  icon?: LucideIcon;
  /** Given: the item is one of a choice, and this one is it or not. */
  checked?: boolean;
  danger?: boolean;
  keys?: string | undefined;
  /** A line above it. */
  apart?: boolean;
  /** A heading above it. */
  heading?: string;
  disabled?: boolean;
  onSelect: () => void;
}

interface MenuProps {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: "start" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A menu behind a button. Not modal: a modal one would put a style element into the page. */
export function Menu({ trigger, items, align = "end", ...opening }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...opening}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={overlayRoot()}>
        <DropdownMenu.Content
          className="pop"
          align={align}
          sideOffset={6}
          collisionPadding={8}
          loop
        >
          {items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  const { icon: Icon } = item;
  const className = `menu-item ${item.danger ? "danger" : ""}`;
  const content = (
    <>
      {Icon && <Icon className="ico" aria-hidden="true" />}
      <span className="grow">{item.label}</span>
      {item.checked && <Check className="ico" aria-hidden="true" />}
      {item.keys && <Key keys={item.keys} />}
    </>
  );
  return (
    <>
      {item.apart && <DropdownMenu.Separator className="menu-line" />}
      {item.heading && (
        <DropdownMenu.Label className="menu-label">{item.heading}</DropdownMenu.Label>
      )}
      {item.checked === undefined ? (
        <DropdownMenu.Item
          className={className}
          onSelect={item.onSelect}
          disabled={item.disabled ?? false}
        >
          {content}
        </DropdownMenu.Item>
      ) : (
        <DropdownMenu.CheckboxItem
          className={className}
          checked={item.checked}
          onSelect={item.onSelect}
          disabled={item.disabled ?? false}
        >
          {content}
        </DropdownMenu.CheckboxItem>
      )}
    </>
  );
}

interface PopoverProps {
  trigger: ReactElement;
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A small panel beside what opens it. */
export function Popover({ trigger, label, children, align = "end", ...opening }: PopoverProps) {
  return (
    <RadixPopover.Root {...opening}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal container={overlayRoot()}>
        <RadixPopover.Content
          className="pop"
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
        >
          <div className="pop-body">{children}</div>
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
