// The page of the example. Everything that concerns genchi is marked with "feedback".

const CRITERION = "helpful";
const WORDS = {
  en: {
    title: "Reply drafts",
    you: "You",
    question: "What the customer asks",
    samples: ["How do I return an item?", "Is delivery free?", "Do you sell bicycles?"],
    draft: "Draft a reply",
    reply: "Draft: change what is wrong, then send it",
    sources: "From",
    send: "Send",
    again: "Another draft",
    discard: "Discard",
    up: "Good draft",
    down: "Bad draft",
    criterion: "You have checked it: would this draft have helped the customer?",
    helpful: "Yes, helpful",
    unhelpful: "No (what you changed is kept as the better text)",
    sent: "Sent.",
    discarded: "Discarded.",
    thanks: "Thank you.",
    verified: "Noted as a label.",
    failed: "There is no draft: the desk does not answer.",
    other: "中文",
  },
  zh: {
    title: "回复草稿",
    you: "您是",
    question: "客户的问题",
    samples: ["怎么退货？", "保修多久？", "你们卖自行车吗？"],
    draft: "起草回复",
    reply: "草稿：改正错误后发送",
    sources: "来自",
    send: "发送",
    again: "换一个草稿",
    discard: "放弃",
    up: "草稿不错",
    down: "草稿不好",
    criterion: "您已核对：这份草稿能帮到客户吗？",
    helpful: "能，有帮助",
    unhelpful: "不能（您改过的文字会作为更好的答案保存）",
    sent: "已发送。",
    discarded: "已放弃。",
    thanks: "谢谢。",
    verified: "已记为标注。",
    failed: "没有草稿：服务没有回应。",
    other: "English",
  },
};

const at = (id) => document.getElementById(id);
const { app, server, key } = document.body.dataset;
const feedback = window.genchi; // not there while the genchi server is away: the desk works on
let language = navigator.language.startsWith("zh") ? "zh" : "en";
let attempt = 0;
let current = { draft: "", span: "" };

function begin() {
  feedback?.init({ url: server, app, key: key || undefined, user: at("user").value.trim() || undefined });
}

function show() {
  const words = WORDS[language];
  document.documentElement.lang = language;
  document.title = words.title;
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = words[element.dataset.say];
  }
  at("language").textContent = words.other;
  at("samples").replaceChildren(...words.samples.map(sample));
}

function sample(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.onclick = () => {
    at("question").value = text;
    at("ask").requestSubmit();
  };
  return button;
}

const say = (word) => {
  at("said").textContent = WORDS[language][word];
};

async function ask() {
  const body = { question: at("question").value, attempt, user: at("user").value.trim() };
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/drafts", { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) return say("failed");
  current = await answer.json();
  at("text").value = current.draft;
  at("text").setAttribute("data-genchi-draft", current.draft); // feedback: what the draft was,
  at("reply").setAttribute("data-genchi-span", current.span); // and which span made it
  at("sources").textContent = current.sources.join(", ") || "–";
  at("work").hidden = false;
  at("said").textContent = "";
}

function done(word) {
  at("work").hidden = true;
  say(word);
}

at("user").onchange = begin;
at("language").onclick = () => {
  language = language === "en" ? "zh" : "en";
  show();
};
at("ask").onsubmit = (event) => {
  event.preventDefault();
  attempt = 0;
  ask().catch(() => say("failed"));
};
at("reply").onsubmit = (event) => {
  event.preventDefault(); // feedback: the snippet sees that the form is sent, and what became of the draft
  done("sent");
};
at("again").onclick = () => {
  feedback?.regenerated(current.span);
  attempt += 1;
  ask().catch(() => say("failed"));
};
at("discard").onclick = () => {
  feedback?.ignored(current.span);
  done("discarded");
};
at("up").onclick = () => {
  feedback?.thumbs(current.span, true);
  say("thanks");
};
at("down").onclick = () => {
  feedback?.thumbs(current.span, false);
  say("thanks");
};
at("helpful").onclick = () => {
  feedback?.verified(current.span, true, CRITERION);
  say("verified");
};
at("unhelpful").onclick = () => {
  const better = at("text").value;
  if (better.trim() && better !== current.draft) feedback?.correction(current.span, better, CRITERION);
  else feedback?.verified(current.span, false, CRITERION);
  say("verified");
};

begin();
show();
