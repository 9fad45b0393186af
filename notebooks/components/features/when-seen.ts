import {html} from "npm:htl";

/** A place that is filled when it comes near to the screen, and keeps about the height that it will have until then. */
export function whenSeen(height: number, draw: () => Node): HTMLElement {
  const node = html`<div style=${{minHeight: `${height}px`}}></div>`;
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({isIntersecting}) => isIntersecting)) return;
      watch.disconnect();
      node.replaceChildren(draw());
      node.style.minHeight = "";
    },
    {rootMargin: "300px"}
  );
  watch.observe(node);
  return node;
}

/** What is computed when it is first asked for, and once. */
export function once<T>(compute: () => T): () => T {
  let known: {readonly value: T} | null = null;
  return () => (known ??= {value: compute()}).value;
}
