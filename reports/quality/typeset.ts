import {html} from "npm:htl";

/** A sentence as the page sets it: minus signs as such, and what is typed on a command line as code. */
export function typeset(text: string): Node {
  const parts = text.split(/(--[a-z]+ [a-z=-]+|ingest [a-z]+,[a-z]+)/);
  return html`<span
    >${parts.map((part, i) => (i % 2 ? html`<code>${part}</code>` : part.replace(/(^|[ (])-(?=\d)/g, "$1\u2212")))}</span
  >`;
}

/** A date, or a time in UTC, as the page sets it: `2024-03-01`, or `2024-03-01 14:30 UTC`. */
export function whenOf(date: string): string {
  return date.replace("T", " ").replace(/(:00)?(\.000)?Z$/, " UTC");
}
