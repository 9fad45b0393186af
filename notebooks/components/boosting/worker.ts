import type {Choices, Matter, Training} from "./training.js";
import {learn} from "./learn.js";

/** The trainer, off the page's own thread: it is given the market first, and then choices. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<{matter?: Matter; choices?: Choices}>) => void) | null;
  postMessage(message: {training?: Training; error?: string}): void;
};

let matter: Matter | null = null;

scope.onmessage = ({data}) => {
  if (data.matter) matter = data.matter;
  if (!data.choices || !matter) return;
  learn(matter, data.choices).then(
    (training) => scope.postMessage({training}),
    (error: unknown) => scope.postMessage({error: error instanceof Error ? error.message : String(error)})
  );
};
