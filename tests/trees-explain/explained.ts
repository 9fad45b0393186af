import {readFileSync} from "node:fs";
import {join} from "node:path";
import {root} from "../../core/lab/home.js";
import type {Golden} from "./written.js";
import {modelIn, samplesIn} from "./written.js";

export const golden = JSON.parse(
  readFileSync(join(root, "tests/golden/shap/explained.json"), "utf8")
) as unknown as Golden;

export const modelOf = (name: string) => modelIn(golden, name);
export const samplesOf = (name: string, which: "x" | "background" = "x") => samplesIn(golden, name, which);
