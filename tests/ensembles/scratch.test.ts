import {it} from "vitest";
import {randomForest} from "../../plugins/models/random-forest.js";
import {auditModel} from "../../core/audit/model.js";
import {samples, quiet} from "./made.js";
it("time", async () => {
  const data = samples({days: 150, features: 2});
  for (const extra of [{}, {min_samples_leaf: 5}, {criterion: "gini"}]) {
    const d = extra.criterion ? {...data, y: data.y.map((v) => (v > 0.5 ? 1 : v < -0.5 ? -1 : 0))} : data;
    const a = process.cpuUsage(); const s = performance.now();
    const f = await randomForest(extra as never).fit(d, quiet());
    const b = process.cpuUsage(a);
    console.log(JSON.stringify(extra), f.trees!.trees[0].value.length, (b.user / 1e3).toFixed(), (b.system/1e3).toFixed(), (performance.now() - s).toFixed());
  }
  const s = performance.now(); const a = process.cpuUsage();
  const {findings} = await auditModel(randomForest());
  console.log(JSON.stringify(findings), performance.now() - s, process.cpuUsage(a).user / 1e3);
}, 100000);
