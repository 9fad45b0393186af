import type {Check} from "../checks.js";
import {styled} from "../format.js";
import {table} from "../table.js";
import {defineVerb} from "../verb.js";

/** Looks at everything that the workbench needs, and says what is missing and how to get it. */
export const doctor = defineVerb({
  usage: "doctor",
  summary: "Check the runtime, the store, the site and the tools, and say what is missing",
  declare: (yargs) => yargs,
  async act(_, {home}) {
    const {checks} = await import("../checks.js");
    const list: Check[] = [];
    for (const check of checks) list.push(await check(home));
    const bad = list.filter(({state}) => state === "bad");
    const rows = list.map(({name, state, found, remedy}) => [
      name,
      mark(state),
      remedy === undefined ? found : `${found}; ${remedy}`
    ]);
    const verdict =
      bad.length === 0 ? "all that is needed is there" : `needed: ${bad.map(({name}) => name).join(", ")}`;
    const text = `${table([{name: "what"}, {name: "state"}, {name: "found"}], rows)}\n\n${verdict}`;
    return {json: {ok: bad.length === 0, checks: list}, text, failed: bad.length > 0};
  }
});

function mark(state: Check["state"]): string {
  if (state === "good") return styled("green", "good");
  return state === "bad" ? styled("red", "bad") : styled("yellow", "missing");
}
