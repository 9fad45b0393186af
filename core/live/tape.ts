import type {Calendar} from "../base/calendar.js";
import type {LiveBar, LiveContext, Plugin, Query, Trade} from "../plugin.js";
import type {LiveEvent} from "./events.js";
import type {Outlet} from "./outlet.js";
import type {Followed, Grace, Series} from "./series.js";

export type {Followed} from "./series.js";

/** How to follow a feed; times in milliseconds. */
export interface Following extends Grace {
  /** How many bars may wait to be taken before the connection is given up. */
  readonly queue: number;
  /** The waits between connections: the first, which doubles, and the longest. */
  readonly first: number;
  readonly longest: number;
  tell(event: LiveEvent): void;
}

/** What the parts of following share. */
export interface Tape extends Following {
  readonly feed: Plugin<"feed">;
  readonly query: Query;
  readonly calendar: Calendar;
  readonly context: LiveContext;
  readonly outlet: Outlet<Followed>;
  readonly all: readonly Series[];
  /** The venue's time, as far as is known: never later than it is. */
  venue(): number;
  /** Sets the venue's clock by what it said when asked; null where it says nothing, and trades tell. */
  setClock(time: number | null): void;
  take(item: Trade | LiveBar): void;
  /** Puts out what can be, and asks for what has to be. */
  advance(): void;
}
