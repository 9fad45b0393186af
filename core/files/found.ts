import type {Readable} from "node:stream";

/** A file to be read, on the disk or in an archive. */
export interface FoundFile {
  /** How messages call it: its path below the one asked for, `prices.zip/A.csv` in an archive. */
  readonly name: string;
  /** Bytes as they lie on the disk, packed or not. */
  readonly size: number;
  /** The file on the disk: the archive's where it lies in one. */
  readonly path: string;
  /** Opens its bytes, unpacked from the archive. Rejects where that cannot be done. */
  open(): Promise<Readable>;
}
