import type {Transform} from "../../base/trees.js";
import type {Objective, Targets} from "./objective.js";

/** A loss that a user writes. */
export interface UserLoss {
  /** 1 where left out. */
  readonly outputs?: number;
  /** What makes predictions of raw values; themselves where left out. */
  readonly transform?: Transform;
  /** The raw values to begin from, one an output; 0 where left out. */
  start?(targets: Targets): Float64Array;
  /**
   * Writes the first and second derivatives by raw values, all samples × outputs, row-major; the second above 0. The
   * samples' weights are not heeded for it: it has them in `targets`.
   */
  derive(raw: Float64Array, targets: Targets, gradient: Float64Array, hessian: Float64Array): void;
}

/** The objective of a user's loss. Throws where a derivative is no number. */
export function userObjective(targets: Targets, loss: UserLoss): Objective {
  const {outputs = 1, transform = {kind: "identity"}} = loss;
  const first = new Float64Array(targets.y.length * outputs);
  const second = new Float64Array(targets.y.length * outputs);
  return {
    name: "custom",
    outputs,
    transform,
    start: () => loss.start?.(targets) ?? new Float64Array(outputs),
    begin(raw) {
      loss.derive(raw.slice(), targets, first, second);
      const odd = first.findIndex((value, i) => !Number.isFinite(value) || !(second[i] >= 0 && second[i] < Infinity));
      if (odd >= 0)
        throw new Error(
          `invalid derivatives: ${first[odd]} and ${second[odd]} of sample ${Math.floor(odd / outputs)}; ` +
            "expected numbers, the second from 0 on"
        );
    },
    derive(_, output, gradient, hessian) {
      for (let i = 0; i < gradient.length; ++i) {
        gradient[i] = first[i * outputs + output];
        hessian[i] = second[i * outputs + output];
      }
    }
  };
}
