/**
 * Feedback that people give without a button, in parts of the page that say which output they show:
 *
 * - `data-genchi-span="trace/span"` on a container: copying something from it is `copied`;
 * - `data-genchi-draft` on a text field of a form in it: sending the form is `accepted` where the
 *   text is still the draft, `ignored` where it is empty, `edited` else. The draft is the value of the
 *   attribute, or what the field held at first.
 */

import type { Event } from "./queue";

type Give = (span: string, kind: string, more?: Partial<Event>) => void;
type Field = HTMLTextAreaElement | HTMLInputElement;

const SPAN = "data-genchi-span";
const DRAFT = "data-genchi-draft";

function spanAt(node: EventTarget | null): string | null {
  const element = node instanceof Element ? node : (node as Node).parentElement;
  const holder = element?.closest(`[${SPAN}]`);
  return holder ? holder.getAttribute(SPAN) : null;
}

export function watch(give: Give, edit: (span: string, original: string, final: string) => void) {
  const said = new WeakMap<Field, string>();

  addEventListener("copy", (event) => {
    const span = spanAt(event.target);
    if (span) give(span, "copied");
  });

  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    for (const field of Array.from(form.querySelectorAll<Field>(`[${DRAFT}]`))) {
      const span = spanAt(field);
      const final = field.value;
      if (!span || said.get(field) === span + final) continue;
      said.set(field, span + final);
      const draft = field.getAttribute(DRAFT) || field.defaultValue;
      if (!final.trim()) give(span, "ignored");
      else edit(span, draft, final);
    }
  });
}
