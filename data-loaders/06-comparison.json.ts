import {comparedPage} from "../core/lab/compare/page.js";
import {home} from "../core/lab/home.js";

process.stdout.write(JSON.stringify(await comparedPage(home())));
