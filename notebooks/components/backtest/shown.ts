/**
 * Those of some nodes that there are, in their order, to be displayed by a cell. A cell that displays nothing at all keeps
 * what it displayed before; one that displays this, even of none, shows what holds now.
 */
export function shown(...nodes: readonly (Node | null | undefined | false)[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) if (node) fragment.append(node);
  return fragment;
}

/** Answers each argument from memory once it has been computed. */
export function remembering<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key)!;
  };
}

/** A value for what lies further down a page: yielded once the reader has turned nothing for so many milliseconds. */
export async function* afterPause<T>(value: T, pause = 120): AsyncGenerator<T> {
  await new Promise((resolve) => setTimeout(resolve, pause));
  yield value;
}
