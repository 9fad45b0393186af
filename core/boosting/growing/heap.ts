/** Things in order of their rank: `before(a, b)` where a comes first, which of any two one does. */
export interface Heap<T> {
  push(item: T): void;
  pop(): T | undefined;
  /** All that are in it, the first at place 0, the rest with later ones rather towards the end. */
  readonly items: readonly T[];
}

export function makeHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  return {
    items,
    push(item) {
      let i = items.push(item) - 1;
      for (; i > 0;) {
        const above = (i - 1) >> 1;
        if (!before(item, items[above])) break;
        items[i] = items[above];
        i = above;
      }
      items[i] = item;
    },
    pop() {
      const first = items[0];
      const item = items.pop();
      if (item === undefined || items.length === 0) return first;
      let i = 0;
      for (;;) {
        let below = 2 * i + 1;
        if (below >= items.length) break;
        if (below + 1 < items.length && before(items[below + 1], items[below])) ++below;
        if (!before(items[below], item)) break;
        items[i] = items[below];
        i = below;
      }
      items[i] = item;
      return first;
    }
  };
}
