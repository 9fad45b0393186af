/** A queue between who makes and who takes, which tells when it is full. */
export interface Outlet<T> extends AsyncIterable<T> {
  /** Whether it holds as much as it should; more may be put in nevertheless. */
  readonly full: boolean;
  /** Whether nothing more is taken from it than it holds. */
  readonly ended: boolean;
  put(item: T): void;
  /** Settles as soon as it is not full. */
  room(): Promise<void>;
  /** Settles as soon as half of it is free. */
  drained(): Promise<void>;
  /** Ends it after what it holds; with an error, the taker's next step throws that. */
  end(error?: unknown): void;
}

/** Makes a queue that is full at `size`. */
export function makeOutlet<T>(size: number): Outlet<T> {
  const items: T[] = [];
  const makers: {readonly below: number; go(): void}[] = [];
  let taker: (() => void) | null = null;
  let over: {readonly error?: unknown} | null = null;
  const below = (count: number) =>
    items.length < count || over ? Promise.resolve() : new Promise<void>((go) => void makers.push({below: count, go}));
  const wake = () => {
    for (const maker of makers.splice(0)) {
      if (items.length < maker.below || over) maker.go();
      else makers.push(maker);
    }
  };
  return {
    get full() {
      return items.length >= size;
    },
    get ended() {
      return over !== null;
    },
    put(item) {
      items.push(item);
      taker?.();
    },
    room: () => below(size),
    drained: () => below(Math.ceil(size / 2)),
    end(error) {
      over ??= {error};
      taker?.();
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (items.length > 0) {
          const item = items.shift()!;
          wake();
          yield item;
        }
        if (over) {
          if (over.error !== undefined) throw over.error as Error;
          return;
        }
        await new Promise<void>((go) => (taker = go));
        taker = null;
      }
    }
  };
}
