import type {NoiseQuestion} from "./noise.js";
import {judgeSearch, powerOf} from "./search.js";

/** What the page asks: a search to be judged, or many alike. */
export interface Asked {
  readonly id: number;
  readonly kind: "judge" | "power";
  readonly question: NoiseQuestion;
}

/** The searches, off the page's own thread; it keeps its noise from one question to the next. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage(message: {id: number; answer?: unknown; error?: string}): void;
};

scope.onmessage = ({data: {id, kind, question}}) => {
  try {
    scope.postMessage({id, answer: kind === "judge" ? judgeSearch(question) : powerOf(question)});
  } catch (error) {
    scope.postMessage({id, error: error instanceof Error ? error.message : String(error)});
  }
};
