import {catalog} from "../../plugins/catalog.js";
import {summariseFeatures} from "./feature-summary.js";
import {loadRun} from "./loaded-run.js";
import type {Replay} from "./replay.js";
import {rerun} from "./replay.js";
import type {Answer, Learning, Message, Question} from "./rerun.js";
import {summariseSignal} from "./signal-summary.js";
import {judge, textOf} from "./verdict.js";

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

async function answer(question: Question, progress: Learning): Promise<Answer> {
  if (question.kind === "judge") {
    const run = loadRun(question.page, question.numbers);
    const {verdict, made} = await judge(run, catalog, {learn: question.learn ?? false, progress});
    opened = {made, ...(run.signals && {label: run.signals.label})};
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
