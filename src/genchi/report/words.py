"""Every text a person reads in a terminal, in English and Simplified Chinese."""

from __future__ import annotations

from genchi.settings import Language

_EN = {
    "quality": "{app}: how many outputs are good ({criterion})",
    "comparison": "{app}: {criterion}, compared on the same inputs, by {by}",
    "group": "group",
    "outputs": "outputs",
    "labelled": "labelled",
    "good": "good",
    "interval": "{percent} interval",
    "picture": "0 … 100 %",
    "method": "method",
    "agreement": "agreement",
    "pairs": "pairs",
    "difference": "difference",
    "p": "p",
    "verdict": "verdict",
    "a_versus_b": "variants",
    "better": "better",
    "no difference shown": "no difference shown",
    "not enough data": "not enough data, about {needed} more",
    "no shared inputs": "no shared inputs with labels",
    "fair_sample": ("The interval holds if the labelled outputs are a fair sample of all outputs."),
    "unjudged": "{n} outputs are left out: the check has no verdict on them.",
    "repeats": "Some inputs occur several times; the interval counts them as one group each.",
    "agreement_note": "agreement: Krippendorff's alpha, 1 is perfect, 0 is chance",
    "holm": "p is adjusted for {n} comparisons (Holm).",
    "imported": "{file}: {added} new, {duplicate} already there, {rejected} rejected",
    "imported_format": "read as {format}; {labels} labels, {verdicts} recorded verdicts",
    "nothing_in_file": "{file} holds no records",
    "reject_reason": "{n} × {reason}",
    "rejects_in": "every rejected record with its reason: {path}",
    "doubt": "{key}: {n} values could not be used and are kept as metadata",
    "undo_hint": "take it back with: genchi imports --undo {id}",
    "preview": "{file}, read as {format}: nothing was stored",
    "key": "key",
    "comes_from": "comes from",
    "record": "record {n}",
    "would_reject": "would be rejected: {place}: {reason}",
    "imports": "imports",
    "when": "when",
    "source": "file",
    "added": "new",
    "duplicate": "already there",
    "rejected": "rejected",
    "state": "state",
    "done": "complete",
    "cut short": "cut short: run it again",
    "undone": "taken back",
    "no_imports": "nothing was imported yet: genchi import FILE --app NAME",
    "was_undone": "import {id} is taken back: {added} outputs of {source}",
    "labels_lost": (
        "{n} labels that people gave to these outputs will be deleted with them. Go on?"
    ),
    "check_runs": "{app}: what the checks say",
    "check": "check",
    "pass": "pass",
    "fail": "fail",
    "skip": "skip",
    "error": "error",
    "failing": "share that fails",
    "error_reason": "{check}: {n} × error: {reason}",
    "checks": "checks",
    "passes_if": "passes if …",
    "align": "{app}: which checks agree with people ({criterion})",
    "align_facts": "{labelled} labelled outputs, {bad} of them bad",
    "align_disputed": "{n} more are disputed evenly by their annotators and left out",
    "catches": "catches",
    "wrongly_fails": "wrongly fails",
    "held_out": "held out",
    "mcc": "MCC",
    "kappa": "kappa",
    "in_sets": "chosen for",
    "detector": "detector",
    "minimal": "minimal",
    "detector_set": "Detector set: every check that seldom fails a good output. For watching.",
    "minimal_set": "Minimal set: the fewest checks that catch what can be caught. For reading.",
    "in_sample": "in sample",
    "no_checks": "no check qualifies",
    "uncaught": "{n} bad outputs are caught by no check. Look at these next:",
    "alike": "{a} and {b} fail nearly the same outputs: one of them may be enough",
    "not_measurable": "not measurable",
    "page_title": "What {app} really answers",
    "page_labelled": "labelled for {name}",
    "page_annotators": "annotators",
    "page_criteria": "criteria",
    "page_rate": "{rate} of the labelled answers are {name} (truly between {low} and {high}).",
    "page_first_better": "{a} is better than {b}, and that is more than chance.",
    "page_second_better": "{b} is better than {a}, and that is more than chance.",
    "page_undecided": "Whether {a} or {b} is better is not known yet.",
    "page_trusted": (
        "{kept} checks can be trusted to watch for it; {missed} bad answers are caught by none."
    ),
    "page_sample": (
        "This is the sample that comes with genchi: a made-up shop, written for a demo. "
        "Real outputs are the point. Import a file of your own and read this page again: "
        "<code>genchi import FILE --app NAME</code>"
    ),
    "page_why_rate": (
        "The share of outputs that people found good. The band is where the true share lies."
    ),
    "page_compared": "Compared on the same inputs, by {by}",
    "page_better": "{name} is better",
    "page_no_checks": "No check has judged these outputs yet: <code>genchi check --app NAME</code>",
    "page_none_bad": "No output is labelled bad, so nothing can be said about checks yet.",
    "page_which_checks": "Which checks agree with people",
    "page_why_checks": (
        "A check is worth what it catches of the bad outputs, less what it fails of the good ones. "
        "Green is caught, red is wrongly failed."
    ),
    "page_hollow": "A hollow dot is the same, measured on outputs that did not choose the check.",
    "page_counts": "caught · wrongly failed",
    "page_confusion": "{tp} of {bad} · {fp} of {good}",
    "page_unmeasured": "{n} not judged",
    "page_detector": "Detector set",
    "page_detector_why": "Every check that seldom fails a good output. Several may find the same "
    "failure: the next one may slip past one of them. For watching.",
    "page_minimal": "Minimal set",
    "page_minimal_why": "The fewest checks that catch what can be caught. Looks best on the "
    "outputs it was chosen on. For reading.",
    "page_out_of_reach": "{n} of {bad} bad outputs are caught by no check that may be chosen.",
    "page_not_optimal": "Time ran out: there may be a smaller set.",
    "page_matrix": "Who catches what",
    "page_hit": "bad output, caught",
    "page_false": "good output, wrongly failed",
    "page_passed": "passed",
    "page_missed": "caught by none",
    "page_uncaught": "What no check catches",
    "page_uncaught_why": "Read these first: each is a check that is still missing.",
    "page_worst": "The worst outputs",
    "page_worst_why": (
        "Bad outputs that most trusted checks fail. What a check points at is marked; what a "
        "person marked is underlined."
    ),
    "page_suspects": "Nobody has looked at these yet",
    "page_suspects_why": "Unlabelled outputs that trusted checks fail. Label them next.",
    "page_passages": "{n} passages",
    "page_own_title": "Now your own",
    "page_own": "Real outputs are the point: a file of what your application answered, and a few "
    "dozen verdicts, are enough.",
    "page_fair": "Intervals hold if the labelled outputs are a fair sample of all outputs. Rates "
    "use Wilson's interval, comparisons McNemar's exact test or Student's t, with Holm's rule.",
    "good_word": "good",
    "bad_word": "bad",
    "no_check_fails": "no check fails it",
    "report_written": "report written to {path}",
    "suggest": "{app}: checks that its labels suggest ({criterion})",
    "suggest_none": "no check marks the bad outputs better than chance: label more of them",
    "suggest_note": (
        "Measured on outputs that had no part in making the check. Keep one by copying it into "
        "checks/, or run it: genchi check --app NAME --check 'CHECK'"
    ),
    "page_suggest": "Checks your labels suggest",
    "page_suggest_why": (
        "Found without a model, and measured on outputs that had no part in making them. Copy one "
        "into your checks folder."
    ),
    "demo_lab": (
        "Which of these checks agree with people? That needs an optional part: "
        'pip install "genchi[lab]", then run this again.'
    ),
    "demo_next": "Everything is in {home}. Look further:",
    "wilson": "Wilson",
    "wilson, clustered": "Wilson, repeats",
    "wilson, labels only": "Wilson, labels only",
    "ppi++": "PPI++",
    "ppi, stratified": "by verdict (PPI)",
}

_ZH = {
    "quality": "{app}：合格输出的比例（{criterion}）",
    "comparison": "{app}：{criterion}，在相同输入上按 {by} 比较",
    "group": "分组",
    "outputs": "输出数",
    "labelled": "已标注",
    "good": "合格率",
    "interval": "{percent} 区间",
    "picture": "0 … 100 %",
    "method": "方法",
    "agreement": "一致性",
    "pairs": "配对数",
    "difference": "差值",
    "p": "p 值",
    "verdict": "结论",
    "a_versus_b": "两个版本",
    "better": "更好",
    "no difference shown": "未见差别",
    "not enough data": "数据不足，约还需 {needed} 对",
    "no shared inputs": "没有双方都标注过的相同输入",
    "fair_sample": "只有当已标注的输出是全部输出的公平抽样时，区间才成立。",
    "unjudged": "有 {n} 条输出未计入：该检查没有给出判定。",
    "repeats": "有些输入出现多次；计算区间时每个输入算作一组。",
    "agreement_note": "一致性：Krippendorff α，1 为完全一致，0 为随机水平",
    "holm": "p 值已按 {n} 次比较校正（Holm）。",
    "imported": "{file}：新增 {added} 条，已存在 {duplicate} 条，拒收 {rejected} 条",
    "imported_format": "按 {format} 读取；{labels} 个标注，{verdicts} 个已有判定",
    "nothing_in_file": "{file} 中没有记录",
    "reject_reason": "{n} × {reason}",
    "rejects_in": "每条拒收的记录及原因：{path}",
    "doubt": "{key}：{n} 个值无法使用，已保留在元数据中",
    "undo_hint": "撤销本次导入：genchi imports --undo {id}",
    "preview": "{file}，按 {format} 读取：未写入任何内容",
    "key": "键",
    "comes_from": "来自",
    "record": "记录 {n}",
    "would_reject": "将被拒收：{place}：{reason}",
    "imports": "导入记录",
    "when": "时间",
    "source": "文件",
    "added": "新增",
    "duplicate": "已存在",
    "rejected": "拒收",
    "state": "状态",
    "done": "完成",
    "cut short": "中断：请重新运行",
    "undone": "已撤销",
    "no_imports": "还没有导入任何内容：genchi import 文件 --app 名称",
    "was_undone": "已撤销导入 {id}：{source} 的 {added} 条输出",
    "labels_lost": "人们给这些输出的 {n} 个标注会一并删除，继续吗？",
    "check_runs": "{app}：各检查的判定",
    "check": "检查",
    "pass": "通过",
    "fail": "不通过",
    "skip": "不适用",
    "error": "出错",
    "failing": "不通过比例",
    "error_reason": "{check}：{n} × 出错：{reason}",
    "checks": "检查",
    "passes_if": "通过的条件",
    "align": "{app}：哪些检查与人的判断一致（{criterion}）",
    "align_facts": "{labelled} 条已标注输出，其中 {bad} 条不合格",
    "align_disputed": "另有 {n} 条标注者意见对半，未计入",
    "catches": "检出率",
    "wrongly_fails": "误判率",
    "held_out": "留出验证",
    "mcc": "MCC",
    "kappa": "kappa",
    "in_sets": "入选",
    "detector": "监测组",
    "minimal": "最小组",
    "detector_set": "监测组：很少误判合格输出的所有检查，用于持续观察。",
    "minimal_set": "最小组：用最少的检查抓住能抓住的，便于阅读。",
    "in_sample": "样本内",
    "no_checks": "没有符合条件的检查",
    "uncaught": "有 {n} 条不合格输出没有任何检查发现，请接着看：",
    "alike": "{a} 与 {b} 判不通过的输出几乎相同：或许留一个就够",
    "not_measurable": "无法测量",
    "page_title": "{app} 到底答得怎么样",
    "page_labelled": "条已标注 {name}",
    "page_annotators": "位标注者",
    "page_criteria": "项标准",
    "page_rate": "已标注的回答中 {rate} 符合 {name}（真实比例在 {low} 到 {high} 之间）。",
    "page_first_better": "{a} 比 {b} 更好，这不是偶然。",
    "page_second_better": "{b} 比 {a} 更好，这不是偶然。",
    "page_undecided": "{a} 和 {b} 哪个更好，目前还不知道。",
    "page_trusted": "有 {kept} 个检查可以信任；{missed} 条不合格回答没有任何检查发现。",
    "page_sample": (
        "这是 genchi 自带的样例：一家虚构的商店，为演示而写。真实的输出才是重点。"
        "导入你自己的文件，再看这一页：<code>genchi import 文件 --app 名称</code>"
    ),
    "page_why_rate": "人们认为合格的输出所占的比例。色带是真实比例所在的范围。",
    "page_compared": "在相同输入上按 {by} 比较",
    "page_better": "{name} 更好",
    "page_no_checks": "还没有检查判定过这些输出：<code>genchi check --app 名称</code>",
    "page_none_bad": "没有输出被标注为不合格，因此还无法评价检查。",
    "page_which_checks": "哪些检查与人的判断一致",
    "page_why_checks": (
        "一个检查的价值，在于它能发现多少不合格输出，又误判多少合格输出。绿色为检出，红色为误判。"
    ),
    "page_hollow": "空心点是在没有参与挑选该检查的输出上测得的结果。",
    "page_counts": "检出 · 误判",
    "page_confusion": "{tp}/{bad} · {fp}/{good}",
    "page_unmeasured": "{n} 条未判定",
    "page_detector": "监测组",
    "page_detector_why": "很少误判合格输出的所有检查。几个检查可以发现同一种错误："
    "下一次错误可能躲过其中一个。用于持续观察。",
    "page_minimal": "最小组",
    "page_minimal_why": "用最少的检查抓住能抓住的。在挑选它的输出上看起来最好。便于阅读。",
    "page_out_of_reach": "{bad} 条不合格输出中，有 {n} 条没有可选的检查能发现。",
    "page_not_optimal": "时间已到：可能还有更小的组。",
    "page_matrix": "谁发现了什么",
    "page_hit": "不合格输出，已发现",
    "page_false": "合格输出，被误判",
    "page_passed": "通过",
    "page_missed": "没有检查发现",
    "page_uncaught": "没有检查发现的输出",
    "page_uncaught_why": "请先读这些：每一条都说明还缺一个检查。",
    "page_worst": "最差的输出",
    "page_worst_why": (
        "被最多可信检查判为不通过的不合格输出。检查指出的地方有底色，人标出的地方有下划线。"
    ),
    "page_suspects": "还没有人看过的输出",
    "page_suspects_why": "可信检查判为不通过、但尚未标注的输出。接下来请标注它们。",
    "page_passages": "{n} 段资料",
    "page_own_title": "现在换成你自己的",
    "page_own": "真实的输出才是重点：一个记录你的应用如何回答的文件，加上几十个判断，就够了。",
    "page_fair": "只有当已标注的输出是全部输出的公平抽样时，区间才成立。"
    "比例用 Wilson 区间，比较用 McNemar 精确检验或学生 t 检验，并按 Holm 校正。",
    "good_word": "合格",
    "bad_word": "不合格",
    "no_check_fails": "没有检查判为不通过",
    "report_written": "报告已写入 {path}",
    "suggest": "{app}：标注所提示的检查（{criterion}）",
    "suggest_none": "没有检查能比偶然更好地指出不合格输出：请再多标注一些",
    "suggest_note": (
        "在没有参与生成该检查的输出上测得。要保留，就抄进 checks/，或直接运行："
        "genchi check --app 名称 --check '检查'"
    ),
    "page_suggest": "你的标注提示了这些检查",
    "page_suggest_why": (
        "不用模型找到，并在没有参与生成它们的输出上测得。把要用的抄进 checks 文件夹。"
    ),
    "demo_lab": (
        "这些检查中哪些与人的判断一致？需要先安装可选部分："
        'pip install "genchi[lab]"，然后再运行一次。'
    ),
    "demo_next": "内容都在 {home}。接着看：",
    "wilson": "Wilson",
    "wilson, clustered": "Wilson，含重复",
    "wilson, labels only": "Wilson，仅标注",
    "ppi++": "PPI++",
    "ppi, stratified": "按判定分层（PPI）",
}

WORDS: dict[Language, dict[str, str]] = {"en": _EN, "zh": _ZH}


def say(language: Language, text: str, /, **values: object) -> str:
    """The text in a language, with its values.

    >>> say("zh", "record", n=2)
    '记录 2'
    """
    return WORDS[language][text].format(**values)
