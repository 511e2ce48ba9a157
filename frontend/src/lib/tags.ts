/**
 * HTML with nothing but harmless tags, before any parser sees it.
 *
 * A browser looks at handlers and styles of every element that it makes, also in documents that
 * nobody sees, and logs each that the page's policy forbids. So what is not wanted is taken out of
 * the text. What is not surely a tag is shown as text, so a mistake here is seen and does nothing;
 * who decides what is safe is the sanitiser behind it.
 */

/** No "<" within a tag, so that each character is looked at once, whatever was written. */
const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:[^"'<>]|"[^"<]*"|'[^'<]*')*)>/iy;
const ATTRIBUTE = /([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+))|([a-z-]+)/gi;
/** What stands in these is not meant to be read. */
const UNREADABLE = new Set([
  ...["script", "style", "iframe", "template", "svg", "math", "noscript", "noembed", "noframes"],
  ...["title", "object", "xmp", "plaintext"],
]);

export function withOnly(
  html: string,
  tags: ReadonlySet<string>,
  attributes: ReadonlySet<string>,
): string {
  const lower = html.toLowerCase();
  const unclosed = new Set<string>();
  /** Where the text goes on behind `mark`, or null where there is none. */
  const behind = (mark: string, from: number): number | null => {
    const at = unclosed.has(mark) ? -1 : lower.indexOf(mark, from);
    if (at < 0) unclosed.add(mark);
    return at < 0 ? null : at + mark.length;
  };
  const kept: string[] = [];
  let at = 0;
  for (let next = html.indexOf("<"); next >= 0; next = html.indexOf("<", at)) {
    kept.push(html.slice(at, next));
    at = next;
    TAG.lastIndex = at;
    const [whole, slash = "", named = "", rest = ""] = TAG.exec(html) ?? [];
    const name = named.toLowerCase();
    const comment = html.startsWith("<!--", at) ? behind("-->", at + 4) : null;
    if (whole === undefined) {
      if (comment === null) kept.push("&lt;");
      at = comment ?? at + 1;
    } else {
      at += whole.length;
      if (tags.has(name)) kept.push(`<${slash}${name}${slash ? "" : allowed(rest, attributes)}>`);
      else if (!slash && UNREADABLE.has(name)) {
        const end = behind(`</${name}`, at);
        at = (end && behind(">", end)) ?? at;
      }
    }
  }
  kept.push(html.slice(at));
  return kept.join("");
}

function allowed(written: string, attributes: ReadonlySet<string>): string {
  return [...written.matchAll(ATTRIBUTE)]
    .map(([, name = "", double, single, bare, alone = ""]) => {
      const value = double ?? single?.replaceAll('"', "&quot;") ?? bare;
      const word = (name || alone).toLowerCase();
      if (!attributes.has(word)) return "";
      return value === undefined ? ` ${word}` : ` ${word}="${value}"`;
    })
    .join("");
}
