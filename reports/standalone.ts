import {textOf} from "./components/verdict.js";
import {unzipped} from "./components/unzipped.js";
import {showRun} from "./page.js";

/**
 * A report that is one file: what a page of the site would fetch lies in the file itself, each part gzipped and written in
 * base64 in a script element of its own that no browser runs.
 */
async function open(place: HTMLElement): Promise<void> {
  const never = new Promise<never>(() => {});
  const [market, signal] = ["market", "signal"].map((id) => () => part(id));
  const engine = async () => new TextDecoder().decode(await unzipped(await part("engine")));
  place.replaceChildren(await showRun(part("first"), {market, signal, engine}, never));
}

async function part(id: string): Promise<ArrayBuffer> {
  const written = atob(document.getElementById(id)!.textContent!.trim());
  return Uint8Array.from(written, (character) => character.charCodeAt(0)).buffer;
}

const place = document.getElementById("observablehq-main")!;
open(place).catch((error: unknown) => {
  const line = document.createElement("p");
  line.className = "empty";
  line.textContent = `This report cannot be shown: ${textOf(error)}`;
  place.replaceChildren(line);
});
