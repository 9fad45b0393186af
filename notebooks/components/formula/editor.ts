import {html} from "npm:htl";
import {operators} from "../../../core/expressions/operators.js";
import type {Fault} from "./reading.js";
import {complete, signatureAt} from "./help.js";
import {piecesOf} from "./pieces.js";

/** A text area for a formula, with colours, what is wrong underlined, and what could be written next. */
export interface Editor {
  readonly node: HTMLElement;
  readonly input: HTMLTextAreaElement;
  value: string;
  /** Underlines what is wrong. */
  mark(fault: Fault | null): void;
  /** Writes at the caret. */
  insert(text: string): void;
}

/** An editor of formulas over the given fields; calls `change` a moment after the reader has stopped typing. */
export function editor(first: string, fields: () => readonly string[], change: (text: string) => void): Editor {
  const input = html`<textarea
    rows="3"
    spellcheck="false"
    autocapitalize="off"
    autocomplete="off"
    aria-label="Formula"
    aria-describedby="formula-said"
  ></textarea>` as HTMLTextAreaElement;
  const behind = html`<pre class="behind" aria-hidden="true"></pre>`;
  const signature = html`<p class="signature"></p>`;
  const offers = html`<div class="offers" role="group" aria-label="Completions"></div>`;
  let fault: Fault | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const paint = () => {
    const pieces = piecesOf(input.value, fault, [...fields(), ...Object.keys(operators)], fields());
    behind.replaceChildren(
      ...pieces.map(({text, kind, wrong}) => html`<span class=${wrong ? `${kind} wrong` : kind}>${text}</span>`)
    );
    behind.append("\n");
    behind.scrollTop = input.scrollTop;
  };
  const help = () => {
    const focused = document.activeElement === input;
    const {found, from} = complete(input.value, input.selectionStart, fields());
    const told = signatureAt(input.value, input.selectionStart);
    signature.replaceChildren(told ? html.fragment`<code>${told.usage}</code> ${told.about}` : "\u00a0");
    offers.replaceChildren(
      ...(focused ? found : []).map(
        (name, i) =>
          html`<button
            type="button"
            data-offer=${name}
            onmousedown=${(event: Event) => {
              event.preventDefault();
              take(name, from);
            }}
          >
            ${name}${i === 0 ? html`<kbd>Tab</kbd>` : null}
          </button>`
      )
    );
  };
  const take = (name: string, from: number) => {
    const called = Object.hasOwn(operators, name) && input.value[input.selectionStart] !== "(";
    input.setRangeText(called ? `${name}(` : name, from, input.selectionStart, "end");
    typed();
  };
  const typed = () => {
    fault = null;
    paint();
    help();
    clearTimeout(timer);
    timer = setTimeout(() => change(input.value), 180);
  };
  input.oninput = typed;
  input.onscroll = () => {
    behind.scrollTop = input.scrollTop;
  };
  for (const event of ["keyup", "click", "focus", "blur"]) input.addEventListener(event, help);
  input.onkeydown = (event) => {
    if (event.key === "Escape") offers.replaceChildren();
    const {found, from} = complete(input.value, input.selectionStart, fields());
    if (event.key !== "Tab" || event.shiftKey || found.length === 0 || offers.childElementCount === 0) return;
    event.preventDefault();
    take(found[0], from);
  };
  input.value = first;
  paint();
  help();
  return {
    node: html`<div class="formula-editor">
      <div class="written">${behind}${input}</div>
      ${signature}${offers}
    </div>`,
    input,
    get value() {
      return input.value;
    },
    set value(text) {
      input.value = text;
      typed();
    },
    mark(found) {
      fault = found;
      paint();
    },
    insert(text) {
      input.focus();
      input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
      typed();
    }
  };
}
