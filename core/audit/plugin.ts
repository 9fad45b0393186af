import type {Plugin} from "../plugin.js";
import {auditAlgorithm} from "./trading/algorithm.js";
import {auditCommission, auditSlippage} from "./trading/costs.js";
import {auditFeature} from "./features/feature.js";
import {auditFinancing} from "./trading/financing.js";
import {auditLabel} from "./label.js";
import {auditMetric} from "./metric.js";
import {auditModel} from "./model.js";
import {auditOverlay} from "./trading/overlay.js";
import {auditScenario} from "./scenario.js";
import {auditSplit} from "./split.js";
import {auditStrategy} from "./trading/strategy.js";
import type {Audit, PluginVerdict} from "./verdict.js";
import {judge} from "./verdict.js";

/** Audits a plugin with its options. Sources and feeds touch the world, so the lab audits them; here they are passed over. */
export async function auditPlugin(plugin: Plugin): Promise<PluginVerdict> {
  const {kind, name, params} = plugin;
  return {kind, name, params, ...judge(await auditOf(plugin))};
}

async function auditOf(plugin: Plugin): Promise<Audit> {
  try {
    switch (plugin.kind) {
      case "feature":
        return auditFeature(plugin);
      case "label":
        return auditLabel(plugin);
      case "split":
        return auditSplit(plugin);
      case "model":
        if (plugin.ready || plugin.begun)
          return {checked: [], findings: [], skipped: ["it was trained elsewhere: what from, nobody here can tell"]};
        return await auditModel(plugin);
      case "strategy":
        return auditStrategy(plugin);
      case "algorithm":
        return auditAlgorithm(plugin);
      case "overlay":
        return auditOverlay(plugin);
      case "slippage":
        return await auditSlippage(plugin);
      case "commission":
        return await auditCommission(plugin);
      case "financing":
        return await auditFinancing(plugin);
      case "metric":
        return await auditMetric(plugin);
      case "scenario":
        return await auditScenario(plugin);
      case "source":
      case "feed":
        return {checked: [], findings: [], skipped: [`a ${plugin.kind} is audited where it can be asked`]};
    }
  } catch (error) {
    const message = `it throws: ${error instanceof Error ? error.message : String(error)}`;
    return {checked: ["broken-form"], findings: [{rule: "broken-form", message}]};
  }
}
