import type {TreeEnsemble} from "../../base/trees.js";
import {fromCatboost} from "../../trees/catboost/read.js";
import {toCatboostJson} from "../../trees/catboost/write.js";
import {fromLightgbm, isLightgbm} from "../../trees/lightgbm/read.js";
import {toLightgbm} from "../../trees/lightgbm/write.js";
import {toOnnx} from "../../trees/onnx/write.js";
import {areTrees, loadTrees} from "../../trees/save.js";
import {fromXgboost} from "../../trees/xgboost/read.js";
import {toXgboostJson, toXgboostUbj} from "../../trees/xgboost/write.js";

/** Formats that models can be written in. */
export const writtenFormats = ["lightgbm", "xgboost", "catboost", "onnx"] as const;
export type WrittenFormat = (typeof writtenFormats)[number];

/** Formats that models can be read from: those of other libraries, and what a run has of its own. */
export const readFormats = ["lightgbm", "xgboost", "catboost", "tapebook"] as const;
export type ReadFormat = (typeof readFormats)[number];

/** How the name of a file of each format ends. */
export const endings: Readonly<Record<WrittenFormat, string>> = {
  lightgbm: ".txt",
  xgboost: ".json",
  catboost: ".json",
  onnx: ".onnx"
};

/** A file's format, by what it begins with and holds. Throws, saying what it may be, where none is known. */
export function formatOf(bytes: Uint8Array): ReadFormat {
  if (areTrees(bytes)) return "tapebook";
  const start = new TextDecoder().decode(bytes.subarray(0, 65_536));
  if (isLightgbm(start)) return "lightgbm";
  if (start.startsWith("CBM1"))
    throw new Error('invalid model: it is CatBoost\'s binary form; save it with save_model(…, format="json")');
  if (start.startsWith("binf") || start.startsWith("bs64"))
    throw new Error("invalid model: it is XGBoost's old binary form; save it as .json or .ubj");
  if (!start.trimStart().startsWith("{"))
    throw new Error(
      "unknown model: it begins as none that can be read; those are LightGBM's text, XGBoost's JSON and UBJSON, and " +
        "CatBoost's JSON"
    );
  if (isUbjson(bytes)) return "xgboost";
  const text = bytes.length > 65_536 ? new TextDecoder().decode(bytes) : start;
  if (/"features_info"\s*:/.test(text) || /"oblivious_trees"\s*:/.test(text)) return "catboost";
  if (/"learner"\s*:/.test(text)) return "xgboost";
  throw new Error('unknown model: JSON with neither XGBoost\'s "learner" nor CatBoost\'s "features_info"');
}

/** Whether bytes that begin with { are UBJSON's: the length of a name, or a mark, follows, and no text. */
function isUbjson(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x7b && "LlIUi$#".includes(String.fromCharCode(bytes[1]));
}

/** Reads a model. Throws as the format's reader does. */
export function readTrees(bytes: Uint8Array, format = formatOf(bytes)): TreeEnsemble {
  if (format === "tapebook") return loadTrees(bytes);
  if (format === "xgboost") return fromXgboost(bytes);
  const text = new TextDecoder().decode(bytes);
  return format === "lightgbm" ? fromLightgbm(text) : fromCatboost(text);
}

/** Writes a model; XGBoost's as UBJSON where the file's name ends in .ubj. Throws where the format lacks what it has. */
export function writeTrees(trees: TreeEnsemble, format: WrittenFormat, file: string): Uint8Array {
  if (format === "onnx") return toOnnx(trees);
  if (format === "xgboost" && file.endsWith(".ubj")) return toXgboostUbj(trees);
  const write = {lightgbm: toLightgbm, xgboost: toXgboostJson, catboost: toCatboostJson};
  return new TextEncoder().encode(write[format](trees));
}
