/**
 * Those of some nodes that there are, in their order, to be displayed by a cell. A cell that displays nothing at all keeps
 * what it displayed before; one that displays this, even of none, shows what holds now.
 */
export function shown(...nodes: readonly (Node | null | undefined | false)[]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const node of nodes) if (node) fragment.append(node);
  return fragment;
}
