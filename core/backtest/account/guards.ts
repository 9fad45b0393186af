import type {Guard} from "../../plugin.js";
import type {Holdings} from "./holdings.js";

/** The stops kept over positions, with the levels that they have reached. */
export interface Guards {
  readonly list: readonly Guard[];
  /** Takes these instead of those of before; the levels stay. */
  replace(guards: readonly Guard[]): void;
  /**
   * The price of a guard's stop, `NaN` where it has none. From the best price it never goes back while the position lasts;
   * a distance that is missing leaves it where it is.
   *
   * @param fresh whether the position was opened in this bar
   */
  level(guard: Guard, fresh: boolean): number;
  /** Forgets a symbol's levels: its position is closed, or another. */
  forget(symbol: number): void;
  /** Forgets the levels of all that is no longer held. */
  tidy(): void;
  /** A split of `ratio` new units for an old one. */
  split(symbol: number, ratio: number): void;
}

/** No guards yet. */
export function guardsOf({position, entry, best}: Pick<Holdings, "position" | "entry" | "best">): Guards {
  let list: readonly Guard[] = [];
  const levels = new Map<number, Map<string, number>>();
  return {
    get list() {
      return list;
    },
    replace(guards) {
      list = guards;
    },
    level({symbol, from, distance, name}, fresh) {
      const side = Math.sign(position[symbol]);
      const level = (from === "entry" ? entry : best)[symbol] - side * distance;
      if (from === "entry") return level;
      const ofSymbol = levels.get(symbol) ?? new Map<string, number>();
      const old = fresh ? undefined : ofSymbol.get(name);
      const kept = old !== undefined && !(side * level >= side * old) ? old : level;
      if (!Number.isNaN(kept)) levels.set(symbol, ofSymbol.set(name, kept));
      return kept;
    },
    forget(symbol) {
      levels.delete(symbol);
    },
    tidy() {
      for (const symbol of levels.keys()) if (position[symbol] === 0) levels.delete(symbol);
    },
    split(symbol, ratio) {
      for (const [name, level] of levels.get(symbol) ?? []) levels.get(symbol)!.set(name, level / ratio);
      list = list.map((guard) => (guard.symbol === symbol ? {...guard, distance: guard.distance / ratio} : guard));
    }
  };
}
