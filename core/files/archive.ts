import type {Readable} from "node:stream";
import type {Entry, ZipFile} from "yauzl";
import {open} from "yauzl";
import type {FoundFile} from "./found.js";
import {bombSize, bombTimes} from "./text.js";

/**
 * The files in a zip archive whose names fit, in the order of their names. They are read from the archive as they are
 * asked for, never unpacked onto the disk. Throws where the archive is damaged, holds none, names a file outside itself
 * (`../`), or would unpack to an absurd size.
 */
export async function filesInArchive(
  path: string,
  name: string,
  fits: (name: string) => boolean
): Promise<FoundFile[]> {
  const zip = await openZip(path);
  try {
    const entries = (await entriesOf(zip)).filter(({fileName}) => !fileName.endsWith("/") && fits(fileName));
    if (entries.length === 0) throw new Error("the archive holds no table");
    const unpacked = entries.reduce((sum, {uncompressedSize}) => sum + uncompressedSize, 0);
    if (unpacked > bombSize && unpacked > bombTimes * zip.fileSize)
      throw new Error(`it unpacks to more than ${bombTimes} times its size`);
    const order = new Intl.Collator("en", {numeric: true}).compare;
    return entries
      .sort((a, b) => order(a.fileName, b.fileName))
      .map((entry) => ({
        name: `${name}/${entry.fileName}`,
        size: entry.compressedSize,
        path,
        open: () => openEntry(path, entry)
      }));
  } finally {
    zip.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(path, {lazyEntries: true, autoClose: false}, (error, zip) => {
      if (error) reject(error);
      else if (zip) resolve(zip);
    });
  });
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

async function openEntry(path: string, entry: Entry): Promise<Readable> {
  const zip = await openZip(path);
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        zip.close();
        reject(error);
      } else resolve(stream.once("close", () => zip.close()));
    });
  });
}
