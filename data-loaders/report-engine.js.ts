import {engineScript} from "../core/site/page/bundle.js";

process.stdout.write(await engineScript());
