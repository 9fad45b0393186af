import {stripVTControlCharacters} from "node:util";

/** How one column is written: its heading, and the side its values lean on. */
export interface Heading {
  readonly name: string;
  readonly align?: "left" | "right";
}

/** Rows under headings, in columns as wide as their widest value, two spaces apart. */
export function table(headings: readonly Heading[], rows: readonly (readonly string[])[]): string {
  const lines = [headings.map(({name}) => name), ...rows];
  const widths = headings.map((_, j) => Math.max(...lines.map((line) => width(line[j] ?? ""))));
  return lines
    .map((line) =>
      line
        .map((value, j) => pad(value, widths[j], headings[j].align ?? "left"))
        .join("  ")
        .trimEnd()
    )
    .join("\n");
}

/** Names beside values. */
export function pairs(entries: readonly (readonly [name: string, value: string])[]): string {
  const widest = Math.max(0, ...entries.map(([name]) => width(name)));
  return entries.map(([name, value]) => `${pad(name, widest, "left")}  ${value}`.trimEnd()).join("\n");
}

function pad(value: string, to: number, align: "left" | "right"): string {
  const space = " ".repeat(to - width(value));
  return align === "left" ? value + space : space + value;
}

function width(value: string): number {
  return stripVTControlCharacters(value).length;
}
