import type {Part} from "./reading.js";

/** A piece of a formula's text, with what it is. */
export interface Piece {
  readonly text: string;
  readonly kind: "number" | "operator" | "field" | "sign" | "plain";
  readonly wrong: boolean;
}

/** A formula's text in pieces that together are the text, divided where a wrong part begins and ends. */
export function piecesOf(
  text: string,
  wrong: Part | null,
  known: readonly string[],
  fields: readonly string[]
): readonly Piece[] {
  const out: Piece[] = [];
  const pattern = /(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\s+)|([^\s\w]+|\w)/g;
  for (const match of text.matchAll(pattern)) {
    const [found, number, name, space] = match;
    const kind = number
      ? "number"
      : name
        ? fields.includes(name)
          ? "field"
          : known.includes(name)
            ? "operator"
            : "plain"
        : space
          ? "plain"
          : "sign";
    const cuts = [match.index, match.index + found.length];
    if (wrong) cuts.push(...[wrong.from, wrong.to].filter((at) => at > cuts[0] && at < cuts[1]));
    cuts.sort((a, b) => a - b);
    cuts.slice(1).forEach((to, i) => {
      const from = cuts[i];
      out.push({text: text.slice(from, to), kind, wrong: wrong !== null && from >= wrong.from && to <= wrong.to});
    });
  }
  return out;
}
