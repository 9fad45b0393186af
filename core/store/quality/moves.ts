import {readRows} from "../disk/duck.js";
import type {Ground} from "./ground.js";
import {isIntraday} from "./ground.js";
import type {Found, QualityOptions} from "./kinds.js";
import {signedPercent, simpleRatio} from "./ratio.js";

/** A bar that moves far, and what stands around it. Moves are logarithms; a value is null where it is not known. */
interface Move {
  readonly symbol: string;
  readonly t: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** The close before, and whether its row was refused. */
  readonly before: number;
  readonly beforeRefused: boolean;
  /** How far that close lies outside its own row's range. */
  readonly beforeOutside: number;
  /** ln(close / close before), and what the next bar leaves of it: ln(close after / close before). */
  readonly r: number;
  readonly left: number | null;
  /** The robust standard deviation of r, and the market's median move of that session. */
  readonly deviation: number;
  readonly market: number;
  /** The median close of the five bars before, null where there are fewer than three; and of this bar and the four after. */
  readonly levelBefore: number | null;
  readonly levelAfter: number;
  /** Units, and units × close, against the median of the twenty bars before. */
  readonly units: number | null;
  readonly turnover: number | null;
  /** The open that the stated splits and dividends of the time since the bar before would give. */
  readonly stated: number;
}

/**
 * Spikes, suspected splits and large moves. With r the logarithm of close over the close before, σ is 1.4826 × the median
 * of |r|, of the symbol or of the forty bars around, whichever is larger, since crises make large moves usual; and the
 * market's move is the median r of a session's symbols, where there are ten.
 *
 * `spike`: |r| ≥ `spikeDeviations` σ and ≥ `spikeMove`, of which the next bar leaves no more than `spikeLeft`, while the
 * market moved less than half as much. The last bar cannot be one.
 *
 * `split`: with g the logarithm of open over the close before, |g| ≥ `jumpDeviations` σ, and either open over close is
 * within `splitNear` of a simple fraction (see `simpleRatio`) or moved by more than `splitMove`. It is a change of unit
 * and no news: the day's range, the close before against the days before it, the days after against the open, and the
 * market's move are each at most `splitCalm` of |g|, and either units or turnover are below `splitTurnover` times their
 * median of twenty bars. An action stated for the day that leaves at most `splitCalm` of g explains it. A split applied to
 * part of a row is found on the bar that follows: the row before was refused for a close outside its range, at a ratio
 * within 1 % of a simple fraction to the open.
 *
 * `jump`: what moved by `jumpDeviations` σ and by `jumpMove`, and is neither of these, undoes no spike, and is not
 * explained by an action.
 *
 * Intraday, splits and jumps are looked for between sessions, spikes between bars. Weekly and monthly bars hide the night
 * on which a unit changed: there are spikes and jumps alone.
 */
export async function moves(ground: Ground): Promise<Found[]> {
  await createSessions(ground);
  const found = (await largeMoves(ground, "sessions")).map((move) => classify(move, ground.options, ground.timeframe));
  const known = found.filter((each) => each !== null);
  if (!isIntraday(ground.timeframe)) return known;
  await ground.connection.run(`CREATE VIEW quality.bar_moves AS
    SELECT symbol, t, t AS session, open, high, low, close, volume, false AS refused FROM quality.prices`);
  const spikes = (await largeMoves(ground, "bar_moves")).filter((move) => isSpike(move, ground.options));
  return [...known.filter(({kind}) => kind !== "spike"), ...spikes.map(spike)];
}

/** One row for each symbol and session: daily and longer bars as they are, with refused rows whose prices are whole. */
async function createSessions({connection, timeframe}: Ground): Promise<void> {
  const whole = `SELECT symbol, t, t AS session, open, high, low, close, volume, true AS refused FROM quality.refused r
    WHERE range AND open > 0 AND high > 0 AND low > 0 AND close > 0 AND volume IS NOT NULL
    AND NOT EXISTS (FROM quality.prices p WHERE p.symbol = r.symbol AND p.t = r.t)
    QUALIFY row_number() OVER (PARTITION BY symbol, t ORDER BY close) = 1`;
  await connection.run(
    isIntraday(timeframe)
      ? `CREATE TABLE quality.sessions AS
          SELECT symbol, min(p.t) AS t, session, arg_min(open, p.t) AS open, max(high) AS high, min(low) AS low,
            arg_max(close, p.t) AS close, sum(volume) AS volume, false AS refused
          FROM quality.prices p JOIN quality.labels l ON p.placed = l.t GROUP BY symbol, session`
      : `CREATE VIEW quality.sessions AS
          SELECT symbol, t, placed AS session, open, high, low, close, volume, false AS refused FROM quality.prices
          UNION ALL ${whole}`
  );
}

async function largeMoves({connection, options}: Ground, table: "sessions" | "bar_moves"): Promise<Move[]> {
  const {spikeMove, spikeDeviations, jumpDeviations} = options;
  const least = Math.min(spikeDeviations, jumpDeviations);
  const steps = `quality.${table}_stepped`;
  await connection.run(
    `CREATE TABLE ${steps} AS
      SELECT *, row_number() OVER w AS place, lag(t) OVER w AS t_before, lag(close) OVER w AS before,
        lag(refused) OVER w AS before_refused,
        lag(greatest(ln(close / high), ln(low / close), 0)) OVER w AS before_outside,
        ln(close / lag(close) OVER w) AS r, ln(open / lag(close) OVER w) AS g,
        ln(lead(close) OVER w / lag(close) OVER w) AS left_over
      FROM quality.${table} WINDOW w AS (PARTITION BY symbol ORDER BY t)`
  );
  const rows = await readRows(
    connection,
    `WITH scales AS (
      SELECT symbol, greatest(1.4826 * median(abs(r)), 0.0005) AS deviation FROM ${steps} GROUP BY symbol
    ), large AS (
      SELECT s.*, deviation FROM ${steps} s JOIN scales USING (symbol)
      WHERE NOT refused AND greatest(abs(r), abs(g)) >= greatest(${least} * deviation, ${Math.log1p(spikeMove)})
    ), markets AS (
      SELECT session, CASE WHEN count(*) >= 10 THEN median(r) ELSE 0 END AS market
      FROM ${steps} SEMI JOIN large USING (session) GROUP BY session
    ), around AS (
      SELECT l.symbol, l.place,
        CASE WHEN l.place > 3 THEN median(s.close) FILTER (s.place BETWEEN l.place - 5 AND l.place - 1 AND NOT s.refused)
          END AS level_before,
        median(s.close) FILTER (s.place BETWEEN l.place AND l.place + 4 AND NOT s.refused) AS level_after,
        median(s.volume) FILTER (s.place < l.place) AS units,
        median(s.volume * s.close) FILTER (s.place < l.place) AS turnover,
        1.4826 * median(abs(s.r)) AS local
      FROM large l JOIN ${steps} s ON s.symbol = l.symbol AND s.place BETWEEN l.place - 20 AND l.place + 20
      GROUP BY l.symbol, l.place
    ), stated AS (
      SELECT l.symbol, l.place,
        (any_value(l.before) - coalesce(sum(a.value) FILTER (a.action = 'dividend'), 0))
          / coalesce(product(a.value) FILTER (a.action = 'split'), 1) AS stated
      FROM large l JOIN actions a ON a.symbol = l.symbol AND epoch_ms(a.t) > l.t_before AND epoch_ms(a.t) <= l.t
      GROUP BY l.symbol, l.place
    )
    SELECT l.symbol, l.t::DOUBLE AS t, l.open, l.high, l.low, l.close, l.volume, l.before,
      l.before_refused AS "beforeRefused", l.before_outside AS "beforeOutside", l.r, l.left_over AS "left",
      greatest(l.deviation, a.local) AS deviation, m.market, a.level_before AS "levelBefore", a.level_after AS "levelAfter",
      l.volume / nullif(a.units, 0) AS units, l.volume * l.close / nullif(a.turnover, 0) AS turnover,
      coalesce(nullif(greatest(d.stated, 0), 0), l.before) AS stated
    FROM large l JOIN markets m USING (session) JOIN around a ON a.symbol = l.symbol AND a.place = l.place
    LEFT JOIN stated d ON d.symbol = l.symbol AND d.place = l.place ORDER BY l.symbol, l.t`
  );
  return rows as unknown as Move[];
}

function classify(move: Move, options: QualityOptions, timeframe: Ground["timeframe"]): Found | null {
  if (isSpike(move, options)) return spike(move);
  if (timeframe !== "1w" && timeframe !== "1mo" && isSplit(move, options)) return split(move);
  return isJump(move, options) ? jump(move) : null;
}

function isSpike({r, left, deviation, market, beforeRefused}: Move, options: QualityOptions): boolean {
  const {spikeDeviations, spikeMove, spikeLeft} = options;
  const size = Math.abs(r);
  if (beforeRefused || left === null || size < spikeDeviations * deviation) return false;
  return Math.abs(Math.expm1(r)) >= spikeMove && Math.abs(left) <= spikeLeft * size && Math.abs(market) < size / 2;
}

function isSplit(move: Move, options: QualityOptions): boolean {
  const {open, high, low, before, levelBefore, levelAfter, market, stated, beforeRefused, beforeOutside} = move;
  const {splitMove, splitNear, splitTurnover, splitCalm, jumpDeviations} = options;
  const g = Math.log(open / before);
  const size = Math.abs(g);
  const off = simpleRatio(before / open).off;
  const news = Math.min(move.units ?? 0, move.turnover ?? 0) >= splitTurnover;
  const calm = [Math.log(high / low), Math.log(levelAfter / open), market].every(
    (each) => Math.abs(each) <= splitCalm * size
  );
  if (size < jumpDeviations * move.deviation || news || !calm) return false;
  if (Math.abs(Math.log(open / stated)) <= splitCalm * size && stated !== before) return false;
  if (beforeRefused) return beforeOutside >= Math.log(1.4) && off <= 0.01;
  const lasting = levelBefore !== null && Math.abs(Math.log(before / levelBefore)) <= splitCalm * size;
  const near = off <= (move.units === null ? 0.01 : splitNear);
  return lasting && (near || Math.abs(Math.expm1(g)) > splitMove);
}

function isJump(move: Move, {jumpDeviations, jumpMove, spikeLeft}: QualityOptions): boolean {
  const {r, close, stated, before, deviation, levelBefore, beforeRefused} = move;
  const size = Math.abs(r);
  if (beforeRefused || size < jumpDeviations * deviation || Math.abs(Math.expm1(r)) < jumpMove) return false;
  const undoes = levelBefore !== null && Math.abs(Math.log(close / levelBefore)) <= spikeLeft * size;
  const explained = stated !== before && Math.abs(Math.log(close / stated)) <= 0.5 * size;
  return !undoes && !explained;
}

function spike(move: Move): Found {
  const {before, close, r, left, deviation} = move;
  const size = `${(Math.abs(r) / deviation).toFixed(1)} σ`;
  const rest = signedPercent(Math.expm1(left ?? 0));
  const detail = `${before} to ${close} (${signedPercent(Math.expm1(r))}, ${size}); ${rest} is left a bar later`;
  return {...placeOf(move), kind: "spike", bars: 1, detail, rows: [barOf(move)]};
}

function split(move: Move): Found {
  const {open, before, units, beforeRefused} = move;
  const ratio = before / open;
  const {name, off} = simpleRatio(ratio);
  const nearness =
    off <= 0.01 ? `${name} within 1 %` : off <= 0.05 ? `near ${name}` : "no simple one, perhaps a spin-off";
  const traded = units === null ? "" : `; volume ${units.toFixed(1)} × the usual`;
  const refused = beforeRefused ? "; the close before was refused: a split applied to part of a row" : "";
  const change = signedPercent(open / before - 1);
  const detail = `${before} at the close, ${open} at the open (${change}), a ratio of ${ratio.toPrecision(4)}: ${nearness}${traded}${refused}`;
  return {...placeOf(move), kind: "split", bars: 1, detail, ratio, ...(beforeRefused && {partial: true})};
}

function jump(move: Move): Found {
  const {before, close, r, deviation, units, levelAfter} = move;
  const traded = units === null ? "" : `; volume ${units.toFixed(1)} × the usual`;
  const size = `${(Math.abs(r) / deviation).toFixed(1)} σ`;
  const undone = Math.abs(Math.log(levelAfter / close)) > Math.abs(r) / 2 ? "; undone within days" : "";
  const detail = `${before} to ${close} (${signedPercent(Math.expm1(r))}, ${size})${traded}${undone}`;
  return {...placeOf(move), kind: "jump", bars: 1, detail, rows: [barOf(move)]};
}

function placeOf({symbol, t}: Move) {
  return {symbol, t};
}

function barOf({symbol, t, open, high, low, close, volume}: Move) {
  return {symbol, t, open, high, low, close, volume};
}
