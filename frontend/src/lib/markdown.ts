import DOMPurify from "dompurify";
import { Marked } from "marked";
import { withOnly } from "./tags";

/**
 * Untrusted Markdown to a tree that is safe to show.
 *
 * A model wrote it, or a person who wanted something from the model. Nothing of it runs, nothing is
 * loaded, nothing looks like a part of the page, and no link leads away with one click.
 */

/** Longer texts are shown as they are: a parser may take minutes for what was made to be slow. */
export const MOST = 100_000;

const TAGS = [
  ...["p", "br", "hr", "strong", "b", "em", "i", "del", "s", "sub", "sup", "code", "pre"],
  ...["ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "a"],
  ...["h1", "h2", "h3", "h4", "h5", "h6", "details", "summary", "kbd", "mark", "span", "div"],
];
const ATTRIBUTES = ["href", "start", "align", "colspan", "rowspan", "open"];
const TAG_NAMES: ReadonlySet<string> = new Set(TAGS);
const ATTRIBUTE_NAMES: ReadonlySet<string> = new Set(ATTRIBUTES);
const CITATION = /\[(\d{1,3}|[A-Z]{2,8}-\d{1,6})\]/g;

const marked = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    image: ({ text, href }) => escaped(text || href),
  },
});

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}

export interface Rendering {
  /** Marks citations such as [1] or [KB-112]. */
  citations?: boolean;
  /** Makes them buttons. */
  pressable?: boolean;
}

/** The safe tree of a text, or null where it is too long to be parsed. */
export function render(
  source: string,
  { citations = false, pressable = false }: Rendering = {},
): DocumentFragment | null {
  if (source.length > MOST) return null;
  const raw = withOnly(marked.parse(source, { async: false }), TAG_NAMES, ATTRIBUTE_NAMES);
  const tree = DOMPurify.sanitize(raw, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  tree.querySelectorAll("a").forEach(disarm);
  tree.querySelectorAll("h1,h2,h3,h4,h5,h6").forEach(lower);
  if (citations) markCitations(tree, pressable);
  return tree;
}

/** A link becomes its text and its address, which a person can read and copy. */
function disarm(link: HTMLAnchorElement): void {
  const address = link.getAttribute("href") ?? "";
  if (address.startsWith("#")) return;
  const text = document.createElement("span");
  text.className = "md-link";
  text.append(...link.childNodes);
  const parts: Node[] = text.textContent === address ? [] : [text];
  if (address) parts.push(addressOf(address));
  link.replaceWith(...parts);
}

function addressOf(address: string): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "md-url";
  button.dataset.url = address;
  button.textContent = address;
  return button;
}

/** Headings of an answer are not headings of the page. */
function lower(heading: Element): void {
  const plain = document.createElement("div");
  plain.className = `md-h md-${heading.tagName.toLowerCase()}`;
  plain.append(...heading.childNodes);
  heading.replaceWith(plain);
}

function markCitations(tree: DocumentFragment, pressable: boolean): void {
  const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    if (!text.parentElement?.closest("code,button")) markIn(text, pressable);
  }
}

function markIn(text: Text, pressable: boolean): void {
  const pieces: Node[] = [];
  let from = 0;
  for (const found of text.data.matchAll(CITATION)) {
    const cite = document.createElement(pressable ? "button" : "span");
    if (cite instanceof HTMLButtonElement) cite.type = "button";
    cite.className = "cite";
    cite.dataset.cite = found[1] ?? "";
    cite.textContent = found[1] ?? "";
    pieces.push(document.createTextNode(text.data.slice(from, found.index)), cite);
    from = found.index + found[0].length;
  }
  if (pieces.length) text.replaceWith(...pieces, document.createTextNode(text.data.slice(from)));
}

const BLOCKS = "p,pre,table,ul,ol,blockquote,div,hr,details";
const LINES = "li,tr,br,summary";

/** What a reader sees, as plain text: what two answers are compared by. */
export function readable(source: string): string {
  const tree = render(source);
  if (!tree) return source;
  const walker = document.createTreeWalker(tree, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (/^\s*\n\s*$/.test(text.data) && !text.parentElement?.closest("pre")) text.data = "";
  }
  for (const cell of tree.querySelectorAll("td,th")) cell.append(" ");
  for (const item of tree.querySelectorAll("li")) item.prepend("• ");
  for (const line of tree.querySelectorAll(LINES)) line.after("\n");
  for (const block of tree.querySelectorAll(BLOCKS)) block.after("\n\n");
  const text = tree.textContent ?? "";
  return text
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const HELD = 300;
const cache = new Map<string, DocumentFragment>();

/**
 * The same tree, held for texts seen lately; the caller clones it.
 *
 * It stays a tree: what is safe as a tree need not be safe any more once printed and parsed again.
 */
export function rendered(source: string, rendering: Rendering = {}): DocumentFragment | null {
  const key = `${rendering.citations ? 1 : 0}${rendering.pressable ? 1 : 0}${source}`;
  const held = cache.get(key);
  if (held) return held;
  const tree = render(source, rendering);
  if (tree) {
    if (cache.size >= HELD) cache.clear();
    cache.set(key, tree);
  }
  return tree;
}
