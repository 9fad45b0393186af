import {crc32, deflateRawSync} from "node:zlib";

/** A file to be put into an archive, and what its directory is to say of its size, right or wrong. */
export interface Packed {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stated?: number;
  readonly stored?: boolean;
}

/** A zip archive (APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export function zipOf(files: readonly Packed[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const {name, content, stated, stored = false} of files) {
    const raw = Buffer.from(content as Uint8Array);
    const data = stored ? raw : deflateRawSync(raw);
    const bytes = Buffer.from(name);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(0x800, 2);
    header.writeUInt16LE(stored ? 0 : 8, 4);
    header.writeUInt16LE(33, 8);
    header.writeUInt32LE(crc32(raw), 10);
    header.writeUInt32LE(data.length, 14);
    header.writeUInt32LE(stated ?? raw.length, 18);
    header.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), header, bytes, data]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), header, end, bytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(files.length, 4);
  tail.writeUInt16LE(files.length, 6);
  tail.writeUInt32LE(central.length, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\x05\x06"), tail]);
}
