import { classes } from "./en/classes";
import { common } from "./en/common";
import { compare } from "./en/compare";
import { meeting } from "./en/meeting";
import { notebook } from "./en/notebook";
import { picture } from "./en/picture";
import { run } from "./en/run";
import { runs } from "./en/runs";
import { shell } from "./en/shell";

/** All texts of the page in English; the shape that other languages must have. */
export const en = { common, shell, notebook, runs, run, classes, picture, compare, meeting } as const;
