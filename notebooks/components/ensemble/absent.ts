import {html} from "npm:htl";

/** What stands where a part of the page needs something that was not made yet: the commands that make it. */
export function absent(what: string, ...commands: readonly string[]): HTMLElement {
  return html`<div class="empty" data-absent>
    <p>${what} This makes it:</p>
    <pre><code>${[...commands, "npx tapebook build"].join("\n")}</code></pre>
  </div>`;
}
