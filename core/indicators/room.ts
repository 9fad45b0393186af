/**
 * Where kernels put their series. One symbol after the other needs as many again, all of one length and all done with before
 * the next symbol's turn; taking them from one piece of memory, which stays near the processor, is several times as fast as
 * making each anew.
 */
interface Room {
  readonly rows: number;
  readonly values: Float64Array;
  /** The whole of each place. */
  readonly places: readonly Float64Array[];
  /** Places that are free, the last first. */
  free: number[];
  /** Places that are taken, in the order in which they were. */
  taken: number[];
}

let room: Room | undefined;

/** The most values that the room holds. */
const most = 1 << 22;

/**
 * Calls with a room for so many series of so many rows. Within it `zeros` and `absent` are good until their place is given
 * back; where there is no place left they are made anew.
 */
export function withRoom<T>(places: number, rows: number, compute: () => T): T {
  if (room || rows === 0) return compute();
  const count = Math.min(places, Math.floor(most / rows));
  const free = Array.from({length: count}, (_, k) => count - 1 - k);
  const values = new Float64Array(count * rows);
  const wholes = free.map((_, k) => values.subarray(k * rows, (k + 1) * rows));
  room = {rows, values, places: wholes, free, taken: []};
  try {
    return compute();
  } finally {
    room = undefined;
  }
}

/** Gives back the places of all series. */
export function clearRoom(): void {
  if (!room) return;
  while (room.taken.length > 0) room.free.push(room.taken.pop()!);
}

/** Gives back the places of all series that were taken since it was called, but that of the answer. */
export function keepingOne<T>(compute: () => T): T {
  if (!room) return compute();
  const {rows, values, free, taken} = room;
  const before = taken.length;
  const answer = compute();
  const kept =
    answer instanceof Float64Array && answer.buffer === values.buffer ? Math.floor(answer.byteOffset / 8 / rows) : -1;
  let isKept = false;
  while (taken.length > before) {
    const place = taken.pop()!;
    if (place === kept) isKept = true;
    else free.push(place);
  }
  if (isKept) taken.push(kept);
  return answer;
}

/** Gives back the place of a series. */
export function giveBack(series: Float64Array): void {
  if (series.buffer !== room?.values.buffer) return;
  const place = Math.floor(series.byteOffset / 8 / room.rows);
  room.taken.splice(room.taken.lastIndexOf(place), 1);
  room.free.push(place);
}

function take(length: number): Float64Array {
  if (!room || length > room.rows || room.free.length === 0) return new Float64Array(length);
  const place = room.free.pop()!;
  room.taken.push(place);
  const whole = room.places[place];
  return length === room.rows ? whole : whole.subarray(0, length);
}

/** A series of so many values of which each is to be set. */
export const blank = take;

/** A series of so many zeros. */
export function zeros(length: number): Float64Array {
  return take(length).fill(0);
}

/** A series of so many `NaN`s. */
export function absent(length: number): Float64Array {
  return take(length).fill(NaN);
}
