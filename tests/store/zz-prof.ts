import {ingest} from "../../core/store/ingest.js";
import {loadPanel} from "../../core/store/load.js";
import {csv} from "../../plugins/sources/csv.js";
import {rm,mkdtemp} from "node:fs/promises";
const path=process.argv[2]; const n=Number(process.argv[3]??1);
for(let i=0;i<n;i++){
const home=await mkdtemp("/tmp/prof-");
const t0=performance.now();
const r=await ingest(home,csv({path}),{from:-Infinity,to:Infinity,timeframe:"1d"},{log(){},progress(){},now:()=>Date.now(),signal:new AbortController().signal},{quarantine:true});
const t1=performance.now();
const t2=performance.now();await loadPanel(home,{dataset:"csv/1d",fields:["open","high","low","close","volume"]});
console.log(r.version.slice(0,8),((t1-t0)/1000).toFixed(2),"s; panel",((performance.now()-t2)/1000).toFixed(2),"rss max",process.resourceUsage().maxRSS/1024|0);
await rm(home,{recursive:true});}
