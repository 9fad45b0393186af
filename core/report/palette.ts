import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {root} from "../lab/home.js";

/** The colours of the pages' light scheme, by the names of their roles: `--strategy` is `#2c55d4`. */
export async function lightPalette(): Promise<ReadonlyMap<string, string>> {
  const styles = ["colours.css", "charts.css"].map((name) => readFile(join(root, ".site", "style", name), "utf8"));
  const palette = new Map<string, string>();
  for (const style of await Promise.all(styles))
    for (const [, name, colour] of style.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{3,8});/gi))
      if (!palette.has(name)) palette.set(name, colour);
  return palette;
}

/** The same SVG with each role replaced by its colour. Throws where a role has none. */
export function coloured(svg: string, palette: ReadonlyMap<string, string>): string {
  return svg.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => {
    const colour = palette.get(name);
    if (colour === undefined) throw new Error(`unknown colour: ${name}; the pages' styles have none of that name`);
    return colour;
  });
}
