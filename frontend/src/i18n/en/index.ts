import { en as app } from "./app";
import { en as criteria } from "./criteria";
import { en as overview } from "./overview";
import { en as review } from "./review";
import { en as settings } from "./settings";
import { en as tour } from "./tour";
import { en as trace } from "./trace";
import { en as traces } from "./traces";
import { en as ui } from "./ui";

export const en = {
  ...app,
  ...ui,
  ...overview,
  ...traces,
  ...trace,
  ...review,
  ...criteria,
  ...settings,
  ...tour,
};
