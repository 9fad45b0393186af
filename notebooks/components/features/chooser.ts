import {html} from "npm:htl";
import type {Column, Panel} from "../../../core/base/panel.js";
import type {Maker, Params, Plugin} from "../../../core/plugin.js";
import {segmented} from "../../../reports/components/segmented.js";
import {plugin} from "../../../reports/components/features-table.js";
import {formulaPanel} from "../formula/panel.js";
import type {Address} from "./address.js";
import {readAddress, writeAddress} from "./address.js";
import {described} from "./described.js";
import type {Market} from "./markets.js";
import type {OptionControls} from "./option-controls.js";
import {optionControls} from "./option-controls.js";
import type {Listed} from "./picker.js";
import {picker} from "./picker.js";

/** What the reader has chosen, computed. */
export interface Choice {
  readonly market: Market;
  readonly panel: Panel;
  /** The symbol that charts show, its place in the panel. */
  readonly symbol: number;
  readonly feature: Plugin<"feature">;
  /** As it would be written, with the options that are not its own: `rsi({window: 7})`, or the formula. */
  readonly title: string;
  readonly column: Column;
  /** How long computing took. */
  readonly milliseconds: number;
}

type Makers = Readonly<Record<string, Maker>>;
type Mode = Address["mode"];

/**
 * Where the reader chooses a market and a feature, or writes one as a formula. Its `value` is the last choice that could
 * be computed, and it sends `input` when that changes; what cannot be is said beside the control.
 */
export function chooser(markets: readonly Market[], makers: Makers, list: readonly Listed[]): HTMLElement {
  const given = readAddress(location.hash);
  let market = markets.find(({id}) => id === given.market) ?? markets[0];
  let panel: Panel | null = null;
  let mode: Mode = given.mode;
  let name = Object.hasOwn(makers, given.feature) ? given.feature : "rsi";
  let controls: OptionControls;
  const fields = () => Object.keys(panel?.fields ?? {});
  const said = html`<p class="said" role="status"></p>`;
  const about = html`<div class="about-feature"></div>`;
  const options = html`<div></div>`;
  const stock = html`<select aria-label="Stock to draw"></select>` as HTMLSelectElement;

  const settle = (feature: Plugin<"feature">, title: string) => {
    const begun = performance.now();
    const column = feature.compute(panel!);
    const milliseconds = performance.now() - begun;
    const symbol = Math.max(0, stock.selectedIndex);
    const choice: Choice = {market, panel: panel!, symbol, feature, title, column, milliseconds};
    (node as HTMLElement & {value: Choice}).value = choice;
    node.dispatchEvent(new Event("input", {bubbles: true}));
    writeAddress({
      mode,
      market: market.id,
      feature: name,
      params: changed(controls, makers[name]),
      formula: formula.value
    });
  };
  const tell = (message: string | null) => {
    said.dataset.state = message === null ? "right" : "wrong";
    said.textContent = message === null ? "" : `${message}. The charts keep what was there before.`;
  };
  // A link may lead to what cannot be computed: the page begins with something that can.
  const settleUsual = () => {
    if ((node as HTMLElement & {value?: Choice}).value) return;
    const feature = makers.formula() as Plugin<"feature">;
    settle(feature, feature.formula!);
  };
  const settlePlugin = () => {
    try {
      const feature = makers[name](controls.params) as Plugin<"feature">;
      settle(feature, plugin({kind: "feature", name, params: changed(controls, makers[name])}));
      tell(null);
    } catch (error) {
      tell((error as Error).message);
      settleUsual();
    }
  };
  const settleFormula = () => {
    const {fault, text} = formula.read();
    if (fault) return settleUsual();
    settle(makers.formula({formula: text}) as Plugin<"feature">, text);
  };
  const settleMode = () => (mode === "formula" ? settleFormula() : settlePlugin());

  const showPlugin = (params: Params) => {
    controls = optionControls(makers[name], params, fields(), settlePlugin);
    about.replaceChildren(described(list.find((each) => each.name === name)!));
    options.replaceChildren(controls.node);
  };
  const formula = formulaPanel(given.formula, fields, () => panel?.symbols.length ?? 0, settleFormula);
  const pick = picker(list, name, (chosen) => {
    name = chosen;
    showPlugin({});
    settlePlugin();
  });
  const modes: Readonly<Record<Mode, HTMLElement>> = {
    feature: html`<div class="plugin-panel">
      ${pick.node}
      <div class="chosen">${about}${options}${said}</div>
    </div>`,
    formula: formula.node
  };
  const body = html`<div>${Object.values(modes)}</div>`;
  const showMode = () => {
    modes.feature.hidden = mode !== "feature";
    modes.formula.hidden = mode !== "formula";
  };
  const note = html`<p class="note-synthetic" hidden>
    <b>Synthetic data.</b> These stocks are made up: a market, sectors, volatility that clusters, and a weak effect,
    that last week’s losers do a little better. They are here to compare stocks on one day, and say nothing of a real
    market.
  </p>`;
  const enter = async (wanted: Market) => {
    market = wanted;
    const entered = await wanted.panel();
    if (market !== wanted) return;
    panel = entered;
    stock.replaceChildren(...panel.symbols.map((symbol) => html`<option>${symbol}</option>`));
    stock.hidden = panel.symbols.length === 1;
    note.hidden = !wanted.synthetic;
    showPlugin((controls as OptionControls | undefined)?.params ?? given.params);
    formula.read();
    settleMode();
  };
  stock.onchange = settleMode;
  const marketNames = Object.fromEntries(markets.map(({id, name: shown}) => [id, shown]));
  const marketChoice = segmented("Market", marketNames, market.id, (id) => {
    void enter(markets.find((each) => each.id === id)!);
  });
  const modeChoice = segmented("What to look at", {feature: "A feature", formula: "A formula"}, mode, (chosen) => {
    mode = chosen;
    showMode();
    settleMode();
  });
  const node = html`<div class="feature-lab">
    <div class="bar">${modeChoice.node}<span class="where">${stock}${marketChoice.node}</span></div>
    ${note}${body}
  </div>`;
  // What the inner controls send is not this one's: it sends its own when there is something new to show.
  node.addEventListener("input", (event) => {
    if (event.target !== node) event.stopImmediatePropagation();
  });
  showMode();
  void enter(market);
  return node;
}

/** The options that are not the plugin's own. */
function changed({params}: OptionControls, {defaults}: Maker): Params {
  const given = Object.entries(params).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify((defaults as Params)[key])
  );
  return Object.fromEntries(given);
}
