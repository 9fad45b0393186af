import {home} from "../core/lab/home.js";
import {qualityPage} from "../core/store/quality/page.js";

process.stdout.write(JSON.stringify(await qualityPage(home())));
