/** Names under which LightGBM takes the number of rounds. */
const roundNames = [
  "num_iterations",
  "num_iteration",
  "n_iter",
  "num_tree",
  "num_trees",
  "num_round",
  "num_rounds",
  "nrounds",
  "num_boost_round",
  "n_estimators",
  "max_iter"
];

/** The machines that train together, and the port on which this one listens to the others, for so many minutes at most. */
export interface Network {
  readonly machines: string;
  readonly port: number;
  readonly minutes: number;
  readonly count: number;
}

/** LightGBM's parameters as its C interface takes them, and what is done with some of them here. */
export interface NativeParameters {
  /** name=value, parted by blanks. */
  readonly text: string;
  readonly rounds: number;
  /** Null where it trains alone. */
  readonly network: Network | null;
}

/**
 * Writes parameters by LightGBM's names as it takes them: lists parted by commas, lists of lists in brackets, what is
 * undefined, null or an empty text or list left out. It says nothing unless `verbosity` asks for it. Throws where a value
 * cannot be written.
 */
export function nativeParameters(given: Readonly<Record<string, unknown>>): NativeParameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries({verbosity: -1, ...given})) {
    const text = write(name, value);
    if (text !== "") parameters.set(name, text);
  }
  const found = roundNames.filter((name) => parameters.has(name));
  if (found.length > 1) throw new Error(`invalid parameters: ${found.join(" and ")} are one; give one`);
  const rounds = Number(parameters.get(found[0] ?? "") ?? 100);
  if (!(Number.isInteger(rounds) && rounds >= 1))
    throw new Error(`invalid ${found[0]}: ${rounds}; expected a whole number from 1`);
  const machines = parameters.get("machines");
  const number = (name: string, otherwise: number) => Number(parameters.get(name) ?? otherwise);
  const network = machines
    ? {
        machines,
        port: number("local_listen_port", 12_400),
        minutes: number("time_out", 120),
        count: number("num_machines", machines.split(",").length)
      }
    : null;
  return {text: Array.from(parameters, ([name, value]) => `${name}=${value}`).join(" "), rounds, network};
}

function write(name: string, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value))
    return value.map((each) => (Array.isArray(each) ? `[${write(name, each)}]` : write(name, each))).join(",");
  const text =
    typeof value === "boolean" || typeof value === "number" || typeof value === "string" ? String(value) : null;
  if (text === null || !/^[\w.-]+$/.test(name) || /\s/.test(text))
    throw new Error(
      `invalid parameter: ${name} is ${JSON.stringify(value)}; expected a text without blanks or a number`
    );
  return text;
}
