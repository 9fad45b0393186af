import {html} from "npm:htl";
import {textOf} from "./verdict.js";

const waiting: (() => void)[] = [];

/** Does what is given once the page has been painted, one thing after another, so that it can be used in between. */
export function afterPaint(act: () => void): void {
  waiting.push(act);
  if (waiting.length === 1) setTimeout(next, 20);
}

function next(): void {
  try {
    waiting[0]();
  } finally {
    waiting.shift();
    if (waiting.length > 0) setTimeout(next, 0);
  }
}

/** A place that is filled once the page has been painted; it says why where that fails. */
export function later(height: number, make: () => Node): HTMLElement {
  const place = html`<div style=${{minHeight: `${height}px`}}></div>`;
  afterPaint(() => {
    try {
      place.replaceChildren(make());
    } catch (error) {
      place.replaceChildren(html`<p class="empty">${textOf(error)}</p>`);
    }
    place.style.minHeight = "";
  });
  return place;
}
