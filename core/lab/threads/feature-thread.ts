import {parentPort} from "node:worker_threads";
import type {Panel} from "../../base/panel.js";
import {sharingSeries} from "../../base/series.js";
import {addFeatures} from "../../pipeline/pipeline.js";
import type {Lookup} from "../../pipeline/plan.js";
import {revive, specsIn} from "../../pipeline/plan.js";
import type {Spec} from "../../plugin.js";
import {lookupFor} from "../registry.js";

/** What a thread is told: the panel of what comes next, or features to compute of it. */
export type ThreadTask =
  | {readonly panel: Panel; readonly specs: readonly Spec<"feature">[]}
  | {readonly features: readonly (readonly [name: string, spec: Spec<"feature">])[]};

/** What a thread answers with: that it is ready, or the columns of what it was told to compute. */
export type ThreadAnswer = {readonly columns: Readonly<Record<string, Float64Array>>} | {readonly error: string};

let panel: Panel | undefined;
const lookups = new Map<string, Lookup>();

/** Imports the plugins that are not known yet. */
async function learn(specs: readonly Spec[]): Promise<void> {
  const named = new Map(specsIn(specs).map(({kind, name}) => [`${kind}/${name}`, {kind, name, params: {}}]));
  const fresh = [...named].filter(([key]) => !lookups.has(key));
  const lookup = await lookupFor(fresh.map(([, spec]) => spec));
  for (const [key] of fresh) lookups.set(key, lookup);
}

const lookup: Lookup = (kind, name) => lookups.get(`${kind}/${name}`)!(kind, name);

async function act(task: ThreadTask): Promise<ThreadAnswer> {
  if ("panel" in task) {
    panel = task.panel;
    await learn(task.specs);
    return {columns: {}};
  }
  const features = Object.fromEntries(task.features.map(([name, spec]) => [name, revive(spec, lookup)]));
  const {fields} = sharingSeries(() => addFeatures(panel!, {features}));
  return {columns: Object.fromEntries(task.features.map(([name]) => [name, fields[name]]))};
}

parentPort!.on("message", (task: ThreadTask) => {
  act(task).then(
    (answer) => {
      const buffers = "columns" in answer ? Object.values(answer.columns).map(({buffer}) => buffer as ArrayBuffer) : [];
      parentPort!.postMessage(answer, buffers);
    },
    (error: unknown) => {
      parentPort!.postMessage({error: error instanceof Error ? error.message : String(error)} satisfies ThreadAnswer);
    }
  );
});
