import { type MouseEvent, memo, useLayoutEffect, useMemo, useRef } from "react";
import { rendered } from "@/lib/markdown";
import { useCopy } from "./Copy";
import "./markdown.css";

interface MarkdownProps {
  source: string;
  /** Marks [1] and [KB-112]; `.cite[data-cite]` is then what was cited. */
  citations?: boolean;
  /** Called with what was cited when a person presses it; citations are buttons then. */
  onCite?: (cited: string) => void;
}

/** Text of a model or a person, made safe. Addresses are copied, never opened. */
export const Markdown = memo(({ source, citations = false, onCite }: MarkdownProps) => {
  const { copy } = useCopy();
  const holder = useRef<HTMLDivElement>(null);
  const pressable = onCite !== undefined;
  const tree = useMemo(
    () => rendered(source, { citations, pressable }),
    [source, citations, pressable],
  );
  useLayoutEffect(() => {
    if (tree) holder.current?.replaceChildren(tree.cloneNode(true));
  }, [tree]);
  if (!tree) return <pre className="md-plain">{source}</pre>;
  const press = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const url = target.closest<HTMLElement>(".md-url")?.dataset.url;
    const cited = target.closest<HTMLElement>(".cite")?.dataset.cite;
    if (url) void copy(url);
    if (cited) onCite?.(cited);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are what is pressed
    // biome-ignore lint/a11y/useKeyWithClickEvents: a button turns Enter and Space into a click
    <div className="md" onClick={press} ref={holder} />
  );
});
