import {join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {capable, importTypeScript} from "./typescript.js";

/** For `node --import`: lets the process or the thread that is started so import TypeScript. */

const modules = fileURLToPath(new URL("../node_modules/", import.meta.url));
if (capable) importTypeScript(join(modules, ".cache", "tapebook"));
else await import(pathToFileURL(join(modules, "tsx", "dist", "loader.mjs")).href);
