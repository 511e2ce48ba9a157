import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useT } from "@/i18n";
import { announce } from "./announce";
import { Button, IconButton } from "./Button";
import { toast } from "./toast";
import "./content.css";

/** Copies a text and says that it did; `copy()` for use outside of a button. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<void> } {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      toast({ text: t("ui.copyFailed"), kind: "error" });
      return;
    }
    announce(t("ui.copied"));
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return { copied, copy };
}

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const t = useT();
  const { copied, copy } = useCopy();
  const icon = copied ? Check : Copy;
  const name = copied ? t("ui.copied") : t("ui.copy");
  if (!label) return <IconButton icon={icon} label={name} onClick={() => void copy(text)} />;
  return (
    <Button icon={icon} size="s" onClick={() => void copy(text)}>
      {copied ? name : label}
    </Button>
  );
}

export function CodeBlock({ code, language }: { code: string; language?: string }) {
  return (
    <div className="codeblock">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <pre tabIndex={0} data-language={language}>
        <code>{code}</code>
      </pre>
      <CopyButton text={code} />
    </div>
  );
}
