import {openPart} from "../../core/site/numbers.js";
import type {FirstPart, MarketPart, SignalPart} from "../../core/site/payload.js";
import {catalog} from "../../plugins/catalog.js";
import {summariseFeatures} from "./feature-summary.js";
import type {LoadedRun} from "./loaded-run.js";
import {joinRun} from "./loaded-run.js";
import type {Replay} from "./replay.js";
import {needsSignal, rerun} from "./replay.js";
import type {Answer, Learning, Message, Parts, Question} from "./rerun.js";
import {summariseSignal} from "./signal-summary.js";
import {unzipped} from "./unzipped.js";
import {judge, textOf, unreadable} from "./verdict.js";

/** The engine, off the page's own thread: judges the run that it is given, then answers questions about it. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<{id: number; question: Question}>) => void) | null;
  postMessage(message: Message): void;
};

let opened: {made: Replay | null; label?: Float64Array} = {made: null};

scope.onmessage = ({data: {id, question}}) => {
  answer(question, (share, what) => scope.postMessage({id, share, what})).then(
    (value) => scope.postMessage({id, answer: value}),
    (error: unknown) => scope.postMessage({id, error: textOf(error)})
  );
};

/** Throws where a part is damaged. */
async function opening({first, market, signal}: Parts): Promise<LoadedRun> {
  const record = openPart<FirstPart>(await unzipped(first));
  const prices = openPart<MarketPart>(await unzipped(market));
  return joinRun(record, prices, signal && openPart<SignalPart>(await unzipped(signal), prices));
}

async function answer(question: Question, progress: Learning): Promise<Answer> {
  if (question.kind === "needs") return {kind: "needs", signal: needsSignal(question.run, catalog)};
  if (question.kind === "judge") {
    const run = await opening(question.parts).catch((error: unknown) => textOf(error));
    if (typeof run === "string") return {kind: "judge", verdict: unreadable(run)};
    const {verdict, made} = await judge(run, catalog, {learn: question.learn ?? false, progress});
    const label = run.signals?.label ?? made?.label;
    opened = {made, ...(label && {label})};
    return {kind: "judge", verdict};
  }
  const {made, label} = opened;
  if (!made) throw new Error("missing run: it could not be made again");
  switch (question.kind) {
    case "rerun": {
      const again = await rerun(made, catalog, question.settings);
      return {kind: "rerun", rerun: {...again, result: {...again.result, fills: []}}};
    }
    case "features":
      return {kind: "features", summaries: summariseFeatures(made.panel, Object.keys(made.plan.features))};
    case "signal":
      if (!label || !made.panel.fields.signal) throw new Error("missing signal: this run learned none");
      return {kind: "signal", summary: summariseSignal(made.panel, made.panel.fields.signal, label)};
  }
}
