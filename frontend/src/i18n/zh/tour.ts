import type { en } from "../en/tour";

export const zh: Record<keyof typeof en, string> = {
  "tour.title": "五分钟了解 genchi",
  "tour.step": "第 {n} 步，共 {all} 步",
  "tour.next": "下一步",
  "tour.back": "上一步",
  "tour.close": "关闭导览",
  "tour.finish": "完成",
  "tour.go": "带我去",
  "tour.outputs": "看看真实的输出",
  "tour.outputsText":
    "应用的每个回答是一行：问了什么、答了什么、用了多久。用 J 和 K 移动，用 / 筛选。",
  "tour.trace": "读一条调用链",
  "tour.traceText": "按 Enter 打开一行。左边是发生了什么、用了多久，右边是说了什么。",
  "tour.label": "标注五个输出",
  "tour.labelText": "回答好吗？Y 表示好，N 表示不好，Z 撤销。在您决定之前，不会显示任何人的意见。",
  "tour.labelled": "已标注 {n} 个，共 {all} 个",
  "tour.agree": "看看哪些检查与您一致",
  "tour.agreeText": "标准页面把每个检查与人的标注相比：它能抓住什么，又有多常出错。",
  "tour.trust": "可以信任的检查",
  "tour.trustSome": "以下 {n} 个检查与人的一致程度高于随机，并且最多误判十分之一的好回答：",
  "tour.trustNone":
    "“{criterion}”目前没有可以信任的检查：没有一个在很少误判好回答的同时，与人的一致程度高于随机。更多标注或更好的检查会改变这一点。",
  "tour.trustFew": "这些结论来自较少的标注：标注越多，结论越可靠。",
  "tour.trustNoCriterion": "还没有标准。请先在标准页面创建一个，然后标注。",
  "tour.done": "完成",
};
