import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {root} from "../home.js";
import {schemaTexts} from "./schemas.js";

for (const [file, text] of Object.entries(schemaTexts())) await writeFile(join(root, "schemas", file), text);
