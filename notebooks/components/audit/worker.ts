import {leaks} from "../../../core/audit/leaks/leaks.js";
import {auditPlugin} from "../../../core/audit/plugin.js";
import type {Maker, Plugin} from "../../../core/plugin.js";
import {catalog} from "../../../plugins/catalog.js";
import type {Subject, Told} from "./auditor.js";

/** The auditor, off the page's own thread: audits what it is told to and says each verdict as it comes. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Subject>) => void) | null;
  postMessage(told: Told): void;
};

scope.onmessage = ({data}) => {
  auditAll(data).then(
    (milliseconds) => scope.postMessage({state: "done", milliseconds}),
    (error: unknown) =>
      scope.postMessage({state: "failed", message: error instanceof Error ? error.message : String(error)})
  );
};

async function auditAll(subject: Subject): Promise<number> {
  const begin = performance.now();
  const all = subject === "leaks" ? leaks.map(({name, plugin}) => [name, () => plugin] as const) : plugins();
  for (const [i, [name, make]] of all.entries()) {
    const {kind, judgement, findings, checked} = await auditPlugin(make());
    const told = findings.map(({rule, message}) => ({rule, message}));
    const one = {name, kind, judgement, findings: told, checked: checked.length};
    scope.postMessage({state: "audited", one, done: i + 1, total: all.length});
  }
  return performance.now() - begin;
}

/** Every plugin that a page can run; sources and feeds are of the world outside. */
function plugins(): (readonly [string, () => Plugin])[] {
  const makers = Object.entries(catalog).filter(([kind]) => kind !== "source" && kind !== "feed");
  return makers.flatMap(([, own]) =>
    Object.entries(own as Record<string, Maker>).map(([name, maker]) => [name, () => maker()] as const)
  );
}
