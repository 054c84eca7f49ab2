import { classes } from "./ko/classes";
import { common } from "./ko/common";
import { compare } from "./ko/compare";
import { meeting } from "./ko/meeting";
import { notebook } from "./ko/notebook";
import { picture } from "./ko/picture";
import { run } from "./ko/run";
import { runs } from "./ko/runs";
import { shell } from "./ko/shell";

/** All texts of the page in Korean. */
export const ko = { common, shell, notebook, runs, run, classes, picture, compare, meeting } as const;
