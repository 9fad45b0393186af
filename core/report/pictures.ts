import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {Resvg} from "@resvg/resvg-js";
import type {RunPage} from "../lab/arrays.js";
import {drawingModule} from "../site/page/bundle.js";
import {coloured, lightPalette} from "./palette.js";

/** A picture in both of its forms. */
export interface Picture {
  /** `performance-equity`, the file's name without its ending. */
  readonly name: string;
  readonly svg: string;
  /** The bytes of the PNG, at twice the size; the same whenever the SVG is. */
  png(): Uint8Array;
}

/** What the project's drawing module exports: see reports/drawing.ts. */
interface Drawing {
  drawings(page: RunPage, numbers: ArrayBufferLike): readonly {readonly name: string; readonly svg: string}[];
  tables(page: RunPage, numbers: ArrayBufferLike): unknown;
}

/** Draws and lists runs here as their pages would in a browser. */
export interface Artist {
  pictures(page: RunPage, numbers: Float64Array): readonly Picture[];
  /** The tables of the report, as values that JSON can hold; null where nothing was traded. */
  tables(page: RunPage, numbers: Float64Array): unknown;
}

const fonts = dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json"));
const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => join(fonts, "ttf", name));

/** Makes ready to draw: bundles the pages' own components once, for any number of runs. */
export async function makeArtist(): Promise<Artist> {
  const [{drawings, tables}, palette] = await Promise.all([
    drawingModule<Drawing>("reports/drawing.ts"),
    lightPalette()
  ]);
  return {
    pictures: (page, numbers) =>
      drawings(page, numbers.buffer).map(({name, svg}) => {
        const finished = coloured(svg, palette);
        return {name: `performance-${name}`, svg: finished, png: () => rendered(finished)};
      }),
    tables: (page, numbers) => tables(page, numbers.buffer)
  };
}

/** Fonts come from a package alone, so that every machine writes the same letters. */
function rendered(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: {mode: "zoom", value: 2},
    font: {loadSystemFonts: false, fontFiles, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans"}
  });
  return image.render().asPng();
}
