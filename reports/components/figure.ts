/** A drawing that fits its width. */
export interface Figure {
  readonly node: HTMLElement;
  /** Draws again, in place. */
  redraw(): void;
}

/**
 * A drawing that is made for the width it has, and made again when that changes or on request. The place keeps its
 * height meanwhile, so that nothing below it jumps.
 */
export function figure(height: number, draw: (width: number) => Node): Figure {
  const node = document.createElement("div");
  node.className = "figure";
  node.style.minHeight = `${height}px`;
  let width = 0;
  const redraw = () => {
    if (width > 0) node.replaceChildren(draw(width));
  };
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now === width) return;
    width = now;
    redraw();
  }).observe(node);
  return {node, redraw};
}
