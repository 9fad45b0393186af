/** What a reader may write instead of a sign that no formula has. */
const meant: Readonly<Record<string, string>> = {
  "\u2212": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u00d7": "*",
  "\u00b7": "*",
  "\u00f7": "/",
  "\u2264": "<=",
  "\u2265": ">=",
  "\u2260": "!=",
  "=": "==",
  "&": "&&",
  "|": "||"
};

/** The most characters of a formula. */
const longest = 2_000;
/** How deep brackets may stand in one another. */
const deepest = 100;

/**
 * Refuses, with the place, a text that no formula should be, before it is read: one of more than 2,000 characters, with
 * brackets more than 100 deep, a number beyond the largest one there is, or letters and signs that no formula has. So what
 * reads and computes formulas, by going into them step by step, never goes deeper than it can.
 */
export function checkFormulaText(text: string): void {
  if (text.length > longest)
    throw new Error(
      `invalid formula: ${text.length} characters; expected ${longest} at most, divide it into several features`
    );
  const refuse = (what: string, at: number, advice = "") => {
    throw new Error(`invalid formula: ${what} at ${at + 1} in ${text}${advice && `; ${advice}`}`);
  };
  let depth = 0;
  for (const {0: found, index} of text.matchAll(/[A-Za-z_]\w*|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|[<>=!]=|&&|\|\||\S/gu)) {
    if (found === "(" && ++depth > deepest) refuse(`brackets ${depth} deep`, index, `expected ${deepest} at most`);
    if (found === ")") --depth;
    if (/^\d/.test(found) && !Number.isFinite(Number(found))) refuse(`number too large, ${found},`, index);
    if (Object.hasOwn(meant, found)) refuse(`unexpected ${found}`, index, `write ${meant[found]}`);
    if (/^\p{C}/u.test(found)) refuse(`unexpected invisible character U+${hexadecimal(found)}`, index, "delete it");
    if (found > "\u007e") refuse(`unexpected ${found}`, index);
  }
}

function hexadecimal(letter: string): string {
  return letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
}
