/** One of those to choose among. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  /** The figure that they are ranked by; null where it is not determined. */
  readonly value: number | null;
  /** What its audit came to; null where there was none. */
  readonly audit: "clean" | "suspicious" | "broken" | "unaudited" | null;
  /** How many of the lint's findings are serious; null where it was not linted. */
  readonly serious: number | null;
  /** All attempts at its experiment; null of what is no attempt, such as a benchmark. */
  readonly trials: number | null;
  /** How sure its Sharpe ratio is above what the best of all trials would show by luck; null where it is not known. */
  readonly deflated: number | null;
  readonly synthetic: boolean;
}

/** What a test says of two of them. */
export interface Contrast {
  readonly a: string;
  readonly b: string;
  /** What was found, said of the first against the second or the other way; null where no test could tell. */
  readonly told: {readonly first: string; readonly second: string} | null;
  /** Whether a's figure is the better one on those rows. */
  readonly ahead: boolean;
  /** The chance that it is luck, corrected for all that were looked at; null where no test could tell. */
  readonly chance: number | null;
  /** Why no test could tell. */
  readonly reason?: string;
}

/** What is advised, and why. */
export interface Recommendation {
  /**
   * `nothing`: none may be chosen. `alone`: there is one only. `undecided`: nothing tells the first from any other.
   * `partly`: it is better than some. `best`: it is better than all others.
   */
  readonly verdict: "nothing" | "alone" | "undecided" | "partly" | "best";
  /** The one to take; null where luck would be as good a guide. */
  readonly run: string | null;
  /** The one that comes first. */
  readonly leader: string | null;
  /** Those that the first is better than, beyond luck; and those that it cannot be told from. */
  readonly beaten: readonly string[];
  readonly equals: readonly string[];
  readonly text: string;
  readonly reasons: readonly string[];
}

/** What is asked about a choice. */
export interface Question {
  /** What they are ranked by, as in `Sharpe ratio`. */
  readonly figure: string;
  /** How its values are written. */
  readonly format: (value: number) => string;
  /** Whether what is chosen is to be traded, and not only to foretell: then it must be more than its search and its benchmark. */
  readonly trades?: boolean;
  /** The chance above which a difference is taken for luck. */
  readonly level?: number;
}

/** How sure one wants to be that a Sharpe ratio is no child of the search. */
const sure = 0.95;

/**
 * What to take of a ranked list, in words, with the reasons. A run whose audit is broken, or whose lint has a serious
 * finding, is not in the race: its figure is not what it says. The first of the others is recommended where at least one
 * difference is beyond luck; where none is, nobody is, and that is said. Nor is anybody to be traded who beats others, and
 * not the luck of its own search or its benchmark: beside a straw man everyone looks well.
 */
export function recommend(
  ranked: readonly Choice[],
  contrasts: readonly Contrast[],
  {figure, format, trades = false, level = 0.05}: Question
): Recommendation {
  const able = ranked.filter(
    ({audit, serious, value}) => audit !== "broken" && !(serious && serious > 0) && value !== null
  );
  const leftOut = ranked.filter((each) => !able.includes(each)).map(whyLeftOut(figure));
  const nobody = {run: null, leader: null, beaten: [], equals: []};
  const [first, ...others] = able;
  if (!first) {
    const text = ranked.length === 0 ? "There is nothing to compare." : "None of these can be recommended.";
    return {verdict: "nothing", ...nobody, text, reasons: leftOut};
  }
  const own = aboutLeader(first, figure, format);
  if (others.length === 0) {
    const text = `${first.name} is the only one in the race: there is nothing to compare it with.`;
    return {verdict: "alone", ...nobody, leader: first.id, text, reasons: [...own, ...leftOut]};
  }
  const against = others.map((other) => ({other, contrast: contrastOf(contrasts, first.id, other.id)}));
  const beyond = ({contrast}: (typeof against)[number]) =>
    contrast !== null && contrast.ahead && contrast.chance !== null && contrast.chance < level;
  const beaten = against.filter(beyond).map(({other}) => other);
  const equals = against.filter((each) => !beyond(each)).map(({other}) => other);
  const verdict = beaten.length === 0 ? "undecided" : equals.length === 0 ? "best" : "partly";
  const doubt = trades && verdict !== "undecided" ? doubtAbout(first, equals) : null;
  return {
    verdict,
    run: verdict === "undecided" || doubt !== null ? null : first.id,
    leader: first.id,
    beaten: beaten.map(({id}) => id),
    equals: equals.map(({id}) => id),
    text: doubt ?? wordsFor(verdict, first, beaten, equals, figure),
    reasons: [...against.map((each) => aboutPair(each, first, figure, level)), ...own, ...leftOut]
  };
}

/** Why the first is not to be traded although it is better than others; null where nothing speaks against it. */
function doubtAbout({name, deflated, trials}: Choice, equals: readonly Choice[]): string | null {
  const benchmark = equals.find(({trials: counted}) => counted === null);
  if (benchmark)
    return `Take none of them: ${name} is better than others here, but nothing tells it from ${benchmark.name}, which costs nothing to find.`;
  if (deflated !== null && deflated < sure)
    return `Take none of them yet: ${name} is better than others here, but the best of ${tried(trials)} would show such a Sharpe ratio by luck too often (its own is above that with a probability of ${share(deflated)}, and ${share(sure)} are asked for).`;
  return null;
}

function whyLeftOut(figure: string): (choice: Choice) => string {
  return ({name, audit, value}) => {
    if (audit === "broken")
      return `${name} is not in the race: its audit found that something in it knew what it could not have known.`;
    if (value === null) return `${name} is not in the race: its ${figure} is not determined.`;
    return `${name} is not in the race: the lint has something serious to say of it, so that its figures are not what they seem.`;
  };
}

/** The same contrast, seen from the other. */
function turned({a, b, told, ahead, ...rest}: Contrast): Contrast {
  return {...rest, a: b, b: a, told: told && {first: told.second, second: told.first}, ahead: !ahead};
}

/** The contrast of two, seen from the first. */
function contrastOf(contrasts: readonly Contrast[], a: string, b: string): Contrast | null {
  const found = contrasts.find((each) => (each.a === a && each.b === b) || (each.a === b && each.b === a));
  if (!found) return null;
  return found.a === a ? found : turned(found);
}

function wordsFor(
  verdict: "undecided" | "partly" | "best",
  {name}: Choice,
  beaten: readonly Choice[],
  equals: readonly Choice[],
  figure: string
): string {
  if (verdict === "best")
    return `Take ${name}: its ${figure} is above that of ${listed(beaten)} by more than luck would give.`;
  if (verdict === "partly")
    return `Take ${name}, if one must be taken: its ${figure} is above that of ${listed(beaten)} by more than luck would give, but nothing tells it from ${listed(equals)}.`;
  return `No difference here could not be luck. ${name} comes first by its ${figure}, and nothing tells it from ${listed(equals)}: choose by what is cheaper to trade, simpler or quicker to train, not by this table.`;
}

function aboutPair(
  {other, contrast}: {readonly other: Choice; readonly contrast: Contrast | null},
  {name}: Choice,
  figure: string,
  level: number
): string {
  if (!contrast || contrast.chance === null || contrast.told === null)
    return `${name} against ${other.name}: no test can tell${contrast?.reason === undefined ? "" : `, since ${contrast.reason}`}.`;
  const said = `${name} against ${other.name}: ${contrast.told.first}`;
  if (!contrast.ahead)
    return `${said}. On the rows that they share it is not the first: by its ${figure} it leads through other rows alone.`;
  return `${said}. ${contrast.chance < level ? "That is more than luck would give." : "That may be luck."}`;
}

function aboutLeader(
  {name, value, trials, deflated, audit, synthetic}: Choice,
  figure: string,
  format: Question["format"]
) {
  const out: string[] = [];
  if (value! <= 0) out.push(`The first of them has a ${figure} of ${format(value!)}: it is the best of what lost.`);
  if (deflated !== null)
    out.push(
      deflated < sure
        ? `Of ${tried(trials)} the best would show such a Sharpe ratio by luck too often: ${name}'s is above that with a probability of ${share(deflated)}, and ${share(sure)} are asked for.`
        : `The search of ${tried(trials)} does not explain ${name}'s Sharpe ratio: it is above what the best of them would show by luck with a probability of ${share(deflated)}.`
    );
  else if (trials !== null && trials > 1)
    out.push(`${trials} trials of ${name}'s experiment are counted; the best of many flatters itself.`);
  if (audit === "suspicious") out.push(`${name}'s audit is suspicious: read it first.`);
  if (audit === null && trials !== null) out.push(`${name} was never audited.`);
  if (synthetic) out.push(`${name} was tested on prices that are made up: it says nothing about a market.`);
  return out;
}

function tried(trials: number | null): string {
  return trials === 1 ? "1 trial" : `${trials} trials`;
}

function share(value: number): string {
  return `${(value * 100).toFixed(value > 0.995 && value < 1 ? 2 : 0)} %`;
}

function listed(choices: readonly Choice[]): string {
  const names = choices.map(({name}) => name);
  if (names.length > 4) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} others`;
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
