import {html} from "npm:htl";
import {words} from "../../../reports/components/format.js";

/** A feature as the list shows it. */
export interface Listed {
  readonly name: string;
  /** The folder of the plugins that it lies in, empty for the usual ones. */
  readonly family: string;
  /** What its author says of it, a paragraph each. */
  readonly about: readonly string[];
}

/** A list of features with a search above it. */
export interface Picker {
  readonly node: HTMLElement;
  value: string;
}

/** Features by family, and those that a search finds in their names and what is said of them. */
export function picker(list: readonly Listed[], first: string, change: (name: string) => void): Picker {
  let value = first;
  const families = [...new Set(list.map(({family}) => family))].sort();
  const items = list.map((each) => {
    const press = () => {
      control.value = each.name;
      change(each.name);
    };
    const node = html`<button type="button" role="option" data-feature=${each.name} onclick=${press}>
      ${each.name}
    </button>`;
    return {...each, node, text: `${each.name} ${each.family} ${each.about.join(" ")}`.toLowerCase()};
  });
  const groups = families.map((family) => {
    const members = items.filter((item) => item.family === family);
    const title = family === "" ? "The usual" : words(family);
    const node = html`<section>
      <h4>${title}</h4>
      ${members.map((item) => item.node)}
    </section>`;
    return {node, members};
  });
  const none = html`<p class="nothing" hidden>No feature is called that, or speaks of it.</p>`;
  const search = html`<input
    type="search"
    placeholder=${`Search ${list.length} features`}
    aria-label="Search features"
    spellcheck="false"
  />` as HTMLInputElement;
  search.oninput = () => {
    const wanted = search.value.trim().toLowerCase().split(/\s+/);
    const byName = items.some(({name}) => wanted.every((word) => name.includes(word)));
    for (const item of items) {
      const where = byName && search.value.trim() !== "" ? item.name : item.text;
      item.node.hidden = !wanted.every((word) => where.includes(word));
    }
    for (const {node, members} of groups) node.hidden = members.every((item) => item.node.hidden);
    none.hidden = groups.some(({node}) => !node.hidden);
  };
  const mark = () => {
    for (const {name, node} of items) node.setAttribute("aria-selected", String(name === value));
  };
  const listed = html`<div class="list" role="listbox" aria-label="Features">
    ${groups.map(({node}) => node)}${none}
  </div>`;
  listed.onkeydown = (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const shown = groups.flatMap(({members}) => members).filter((item) => !item.node.hidden);
    const at = shown.findIndex((item) => item.node === document.activeElement);
    const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))];
    next.node.focus();
    next.node.click();
  };
  const control: Picker = {
    node: html`<div class="picker">${search}${listed}</div>`,
    get value() {
      return value;
    },
    set value(name) {
      value = name;
      mark();
    }
  };
  mark();
  // The list is seen first when it is on the page: then it shows where the chosen one is.
  requestAnimationFrame(() => {
    const chosen = items.find(({name}) => name === value)?.node;
    if (chosen) listed.scrollTop = chosen.offsetTop - listed.offsetTop - listed.clientHeight / 2;
  });
  return control;
}
