import {
  Bot,
  Braces,
  Cpu,
  Database,
  Globe,
  type LucideIcon,
  MessageSquareText,
  Search,
  SquareDashed,
  Workflow,
  Wrench,
} from "lucide-react";
import type { Span } from "@/lib/types";

/** What an operation looks like. Those of OpenTelemetry's GenAI conventions, and some beside. */
const ICONS: Record<string, LucideIcon> = {
  chat: MessageSquareText,
  text_completion: MessageSquareText,
  generate_content: MessageSquareText,
  embeddings: Cpu,
  retrieval: Search,
  rerank: Search,
  execute_tool: Wrench,
  invoke_agent: Bot,
  create_agent: Bot,
  invoke_workflow: Workflow,
  function: Braces,
  http: Globe,
  db: Database,
};

export function iconOf(operation: string): LucideIcon {
  return ICONS[operation] ?? SquareDashed;
}

const CALLS = ["chat", "text_completion", "generate_content"];
const STEPS = ["retrieval", "rerank", "execute_tool"];

/** A call of a model that talks. */
export function isCall(span: Span): boolean {
  return CALLS.includes(span.operation);
}

/** A search or a tool: what an answer is built from. */
export function isStep(span: Span): boolean {
  return STEPS.includes(span.operation);
}
