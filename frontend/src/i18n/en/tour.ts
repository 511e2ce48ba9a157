export const en = {
  "tour.title": "Five minutes with genchi",
  "tour.step": "Step {n} of {all}",
  "tour.next": "Next",
  "tour.back": "Back",
  "tour.close": "Close the tour",
  "tour.finish": "Finish",
  "tour.go": "Take me there",
  "tour.outputs": "Look at real outputs",
  "tour.outputsText":
    "Every answer of the application is a line: what was asked, what came back, how long it took. Move with J and K, filter with /.",
  "tour.trace": "Read one trace",
  "tour.traceText":
    "Open a line with Enter. On the left is what happened and how long it took, on the right what was said.",
  "tour.label": "Label five outputs",
  "tour.labelText":
    "Is the answer good? Y is yes, N is no; Z takes it back. Nobody's opinion is shown before yours.",
  "tour.labelled": "{n} of {all} labelled",
  "tour.agree": "See which checks agree with you",
  "tour.agreeText":
    "The criteria page compares every check with the labels of people: what it catches, and how often it is wrong.",
  "tour.trust": "The checks that can be trusted",
  "tour.trustSome":
    "{n:This check agrees|These {n} checks agree} with people better than chance, and {n:fails|fail} at most one good answer in ten:",
  "tour.trustNone":
    "No check of {criterion} can be trusted yet: none agrees with people better than chance while failing few good answers. More labels, or better checks, change that.",
  "tour.trustFew": "These come from few labels: the more you label, the surer they are.",
  "tour.trustNoCriterion": "There is no criterion yet. Make one on the criteria page, then label.",
  "tour.done": "Done",
};
