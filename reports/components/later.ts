import {html} from "npm:htl";
import {textOf} from "./verdict.js";

const waiting: (() => void)[] = [];

/** Resolves once the page has been painted, and what stood before it in the line is done. */
export function painted(): Promise<void> {
  return new Promise((done) => afterPaint(done));
}

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
  fill(place, make);
  return place;
}

/** A place that is filled once what it is made of is there, and the page has been painted. */
export function arriving<T>(height: number, coming: Promise<T>, make: (what: T) => Node): HTMLElement {
  const place = html`<div style=${{minHeight: `${height}px`}}><p class="empty">On its way.</p></div>`;
  coming.then(
    (what) => fill(place, () => make(what)),
    (error: unknown) => fill(place, () => unable(error))
  );
  return place;
}

function fill(place: HTMLElement, make: () => Node): void {
  afterPaint(() => {
    try {
      place.replaceChildren(make());
    } catch (error) {
      place.replaceChildren(unable(error));
    }
    place.style.minHeight = "";
  });
}

function unable(error: unknown): HTMLElement {
  return html`<p class="empty">${textOf(error)}</p>`;
}
