import type { en } from "../en";
import { zh as app } from "./app";
import { zh as criteria } from "./criteria";
import { zh as overview } from "./overview";
import { zh as review } from "./review";
import { zh as settings } from "./settings";
import { zh as tour } from "./tour";
import { zh as trace } from "./trace";
import { zh as traces } from "./traces";
import { zh as ui } from "./ui";

export const zh: Record<keyof typeof en, string> = {
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
