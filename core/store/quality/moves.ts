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
  /** How far the high or the low lies beyond the closes of this bar and those beside it, and the market's median of that. */
  readonly wick: number;
  readonly marketWick: number;
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
 * market moved less than half as much. The last bar cannot be one. Or a price that one bar alone has: a high or a low
 * `spikeDeviations` σ and `wickMove` beyond the closes of the bar and of those beside it, without news in the volume, while
 * the market's median of the same is at most `splitCalm` of it.
 *
 * `split`: with g the logarithm of open over the close before, |g| ≥ `jumpDeviations` σ, and the price either moved by a
 * simple fraction (see `simpleRatio`) or was more than halved or doubled, at the open or at the close of that day. It is a
 * change of unit and no news: the day's range, the close before against the days before it, the days after against the
 * open, and the market's move are each at most `splitCalm` of |g|, and either units or turnover are below `splitTurnover`
 * times their median of twenty bars. An action stated for the day that leaves at most `splitCalm` of g explains it. A
 * split applied to part of a row is found on the bar that follows: the row before was refused for a close outside its
 * range, at a ratio within 1 % of a simple fraction to the open.
 *
 * Splits have simple ratios, times the move of their own day: hence within `splitNear` or two σ, whichever is wider.
 * Spin-offs may have any ratio, and most are small: below a half, prices alone do not tell them from a bad night's news.
 * The field's usual limit for a return that must be looked into, one half, is therefore the least for a ratio that is not
 * simple (`splitMove`), and what is smaller is a `jump`, which says so where its day was as calm as a spin-off's.
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
  const spikes = (await largeMoves(ground, "bar_moves")).map((move) => spikeOf(move, ground.options));
  return [...known.filter(({kind}) => kind !== "spike"), ...spikes.filter((each) => each !== null)];
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
  const {spikeMove, spikeDeviations, jumpDeviations, wickMove} = options;
  const least = Math.min(spikeDeviations, jumpDeviations);
  const steps = `quality.${table}_stepped`;
  await connection.run(
    `CREATE TABLE ${steps} AS
      SELECT *, row_number() OVER w AS place, lag(t) OVER w AS t_before, lag(close) OVER w AS before,
        lag(refused) OVER w AS before_refused,
        lag(greatest(ln(close / high), ln(low / close), 0)) OVER w AS before_outside,
        ln(close / lag(close) OVER w) AS r, ln(open / lag(close) OVER w) AS g,
        ln(lead(close) OVER w / lag(close) OVER w) AS left_over,
        greatest(ln(high / greatest(close, lag(close) OVER w, lead(close) OVER w)),
          ln(least(close, lag(close) OVER w, lead(close) OVER w) / low)) AS wick
      FROM quality.${table} WINDOW w AS (PARTITION BY symbol ORDER BY t)`
  );
  const rows = await readRows(
    connection,
    `WITH scales AS (
      SELECT symbol, greatest(1.4826 * median(abs(r)), 0.0005) AS deviation FROM ${steps} GROUP BY symbol
    ), large AS (
      SELECT s.*, deviation FROM ${steps} s JOIN scales USING (symbol)
      WHERE NOT refused AND t_before IS NOT NULL
        AND (greatest(abs(r), abs(g)) >= greatest(${least} * deviation, ${Math.log1p(spikeMove)})
          OR wick >= greatest(${spikeDeviations} * deviation, ${Math.log1p(wickMove)}))
    ), markets AS (
      SELECT session, CASE WHEN count(*) >= 10 THEN median(r) ELSE 0 END AS market,
        CASE WHEN count(*) >= 10 THEN median(wick) ELSE 0 END AS market_wick
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
      greatest(l.deviation, a.local) AS deviation, m.market, l.wick, m.market_wick AS "marketWick", a.level_before AS "levelBefore", a.level_after AS "levelAfter",
      l.volume / nullif(a.units, 0) AS units, l.volume * l.close / nullif(a.turnover, 0) AS turnover,
      coalesce(nullif(greatest(d.stated, 0), 0), l.before) AS stated
    FROM large l JOIN markets m USING (session) JOIN around a ON a.symbol = l.symbol AND a.place = l.place
    LEFT JOIN stated d ON d.symbol = l.symbol AND d.place = l.place ORDER BY l.symbol, l.t`
  );
  return rows as unknown as Move[];
}

function classify(move: Move, options: QualityOptions, timeframe: Ground["timeframe"]): Found | null {
  if (isSpike(move, options)) return spike(move);
  if (isStray(move, options)) return stray(move);
  const nights = timeframe !== "1w" && timeframe !== "1mo";
  if (nights && isSplit(move, options)) return split(move);
  return isJump(move, options) ? jump(move, nights && isCalm(move, options)) : null;
}

function spikeOf(move: Move, options: QualityOptions): Found | null {
  return isSpike(move, options) ? spike(move) : isStray(move, options) ? stray(move) : null;
}

function isSpike({r, left, deviation, market, beforeRefused}: Move, options: QualityOptions): boolean {
  const {spikeDeviations, spikeMove, spikeLeft} = options;
  const size = Math.abs(r);
  if (beforeRefused || left === null || size < spikeDeviations * deviation) return false;
  return Math.abs(Math.expm1(r)) >= spikeMove && Math.abs(left) <= spikeLeft * size && Math.abs(market) < size / 2;
}

function isStray(move: Move, options: QualityOptions): boolean {
  const {wick, marketWick, deviation, beforeRefused} = move;
  const {spikeDeviations, wickMove, splitCalm} = options;
  if (beforeRefused || isNews(move, options) || wick < spikeDeviations * deviation) return false;
  return wick >= Math.log1p(wickMove) && marketWick <= splitCalm * wick;
}

function isNews({units, turnover}: Move, {splitTurnover}: QualityOptions): boolean {
  return Math.min(units ?? 0, turnover ?? 0) >= splitTurnover;
}

/** Whether all of a large move was made overnight, without news in the volume or a stir in the day's prices. */
function isCalm(move: Move, options: QualityOptions): boolean {
  const {open, high, low, before, levelAfter, market, deviation} = move;
  const size = Math.abs(Math.log(open / before));
  const {splitCalm, jumpDeviations} = options;
  const parts = [Math.log(high / low), Math.log(levelAfter / open), market];
  return (
    size >= jumpDeviations * deviation &&
    !isNews(move, options) &&
    parts.every((each) => Math.abs(each) <= splitCalm * size)
  );
}

function isSplit(move: Move, options: QualityOptions): boolean {
  const {open, close, before, levelBefore, stated, deviation, beforeRefused, beforeOutside} = move;
  const {splitMove, splitNear, splitCalm} = options;
  const size = Math.abs(Math.log(open / before));
  if (!isCalm(move, options)) return false;
  if (Math.abs(Math.log(open / stated)) <= splitCalm * size && stated !== before) return false;
  if (beforeRefused) return beforeOutside >= Math.log(1.4) && simpleRatio(before / open).off <= 0.01;
  const lasting = levelBefore !== null && Math.abs(Math.log(before / levelBefore)) <= splitCalm * size;
  const near = move.units === null ? 0.01 : Math.max(splitNear, 2 * deviation);
  const like = (price: number) =>
    simpleRatio(before / price).off <= near || Math.abs(Math.log(before / price)) > -Math.log1p(-splitMove);
  return lasting && (like(open) || like(close));
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

function stray(move: Move): Found {
  const {high, low, close, before, wick, deviation} = move;
  const above = high * low > Math.max(close, before) * Math.min(close, before);
  const [name, price, side] = above ? ["high", high, "above"] : ["low", low, "below"];
  const far = signedPercent(above ? Math.expm1(wick) : Math.expm1(-wick));
  const size = `${(wick / deviation).toFixed(1)} σ`;
  const detail = `a ${name} of ${price} lies far ${side} all closes around it (${far}, ${size})`;
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

function jump(move: Move, calm: boolean): Found {
  const {before, close, r, deviation, units, levelAfter} = move;
  const traded = units === null ? "" : `; volume ${units.toFixed(1)} × the usual`;
  const size = `${(Math.abs(r) / deviation).toFixed(1)} σ`;
  const undone = Math.abs(Math.log(levelAfter / close)) > Math.abs(r) / 2;
  const end = undone
    ? "; undone within days"
    : calm && r < 0
      ? "; overnight, on a calm day: perhaps a spin-off or a special dividend"
      : "";
  const detail = `${before} to ${close} (${signedPercent(Math.expm1(r))}, ${size})${traded}${end}`;
  return {...placeOf(move), kind: "jump", bars: 1, detail, rows: [barOf(move)]};
}

function placeOf({symbol, t}: Move) {
  return {symbol, t};
}

function barOf({symbol, t, open, high, low, close, volume}: Move) {
  return {symbol, t, open, high, low, close, volume};
}
