import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {root} from "../core/lab/home.js";

const folder = join(root, "notebooks");
const names = (await readdir(folder)).filter((file) => file.endsWith(".md")).map((file) => file.slice(0, -3));
const rows = names.sort().map(async (name) => {
  const text = await readFile(join(folder, `${name}.md`), "utf8");
  const title = /^# (.+)$/m.exec(text)?.[1] ?? name;
  const question = /<p class="question">(.+?)<\/p>/s.exec(text)?.[1] ?? "";
  return {name, title, question, synthetic: text.includes("note-synthetic")};
});
process.stdout.write(JSON.stringify(await Promise.all(rows)));
