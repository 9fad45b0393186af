import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {root} from "../core/lab/home.js";
import {listIsomorphic} from "../core/site/catalog.js";

/** The text of the comment before a plugin's definition, a paragraph a line. */
function aboutIn(source: string): readonly string[] {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+ = defineFeature/.exec(source)?.[1] ?? "";
  return comment
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .join("\n")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim().replaceAll("\n", " "))
    .filter(Boolean);
}

/** Each feature that a page can compute: its name, the folder that it lies in, and what its author says of it. */
async function features() {
  const listed = (await listIsomorphic()).filter(({kind}) => kind === "feature");
  return Promise.all(
    listed.map(async ({name, module}) => {
      const source = await readFile(join(root, "plugins", `${module}.ts`), "utf8");
      return {name, family: module.split("/").slice(1, -1).join("/"), about: aboutIn(source)};
    })
  );
}

process.stdout.write(JSON.stringify(await features()));
