import { HOUR } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'

/** What a row of the cache is, as far as its learning goes. */
export type Learnt = 'event' | 'object'

/** How long after they happened facts of a first reading are taken to have been learned where later readings do not tell. */
export const STATED_LAG = HOUR
/** Rows of later readings that a stream's lag is learned from. */
const SAMPLE = 200

interface Range {
  from: number
  at: number
  first: number
  lag: number
}

const rangesOf = (record: Learnt) =>
  query<{ from: number; at: number; first: number; source: number; stream: string }>(
    'SELECT from_id AS "from", at, first, source_id AS source, stream FROM learned WHERE record = ? ORDER BY from_id',
    [record],
  )

/** How late the newest rows of a stream came that later readings brought, ascending, ms. */
const lagsOf = (record: Learnt, source: number, stream: string) =>
  query<{ lag: number }>(
    `SELECT l.at - x.at AS lag FROM (
       SELECT from_id, at, (SELECT min(n.from_id) FROM learned n WHERE n.record = $record AND n.from_id > r.from_id) AS below
       FROM learned r WHERE record = $record AND source_id = $source AND stream = $stream AND first = 0
       ORDER BY from_id DESC LIMIT 20) l
     CROSS JOIN (SELECT id, ${record === 'event' ? 'at' : 'opened_at'} AS at FROM ${record}) x
       ON x.id >= l.from_id AND x.id < ifnull(l.below, 9e15) AND x.at IS NOT NULL
     LIMIT ${SAMPLE}`,
    { record, source, stream },
  )

const statedFor = (source: number, stream: string) =>
  query<{ lag: number | null }>('SELECT lag FROM stream WHERE source_id = ? AND name = ?', [source, stream])

/** The median lag of a stream's later readings; where there are none, the one that its manifest states, or the usual one. */
function lagOf(db: ReadDb, record: Learnt, source: number, stream: string): number {
  const lags = db
    .all(lagsOf(record, source, stream))
    .map(({ lag }) => Math.max(0, lag))
    .sort((a, b) => a - b)
  return lags[Math.floor(lags.length / 2)] ?? db.get(statedFor(source, stream))?.lag ?? STATED_LAG
}

const accountRanges = query<{ from: number; at: number }>(
  'SELECT from_id AS "from", at FROM learned WHERE record = \'account\' ORDER BY from_id',
)
const readAccountRanges = (db: ReadDb) => db.all(accountRanges)
const lastAccount = query<{ id: number | null }>('SELECT max(id) AS id FROM account')

/** From when on it is known what the attributes of most accounts were, UTC ms; +∞ where nobody noted it. */
export function accountsKnownFrom(db: ReadDb): number {
  const ranges = readAccountRanges(db)
  const end = (db.get(lastAccount)?.id ?? 0) + 1
  const widths = ranges.map(({ from }, at) => (ranges[at + 1]?.from ?? end) - from)
  return ranges[widths.indexOf(Math.max(...widths))]?.at ?? Number.POSITIVE_INFINITY
}

/** When rows were learned. */
export interface Learning {
  /** UTC ms; of a row that came with the first reading of its stream, when it happened and the stream's lag. */
  learnedAt(record: Learnt, id: number, happened: number | null): number
  /** From when on it is known what the attributes of an account were, UTC ms; +∞ where nobody noted it. */
  accountKnown(id: number): number
}

/** Reads when rows were learned: a few ranges of ids, whatever the size of the cache. */
export function readLearning(db: ReadDb): Learning {
  const lags = new Map<string, number>()
  const lagged = (record: Learnt, source: number, stream: string) => {
    const key = `${record} ${source} ${stream}`
    const lag = lags.get(key) ?? lagOf(db, record, source, stream)
    lags.set(key, lag)
    return lag
  }
  const read = (record: Learnt): Range[] =>
    db.all(rangesOf(record)).map(({ source, stream, ...range }) => ({
      ...range,
      lag: range.first === 1 ? lagged(record, source, stream) : 0,
    }))
  const ranges = { event: read('event'), object: read('object') }
  const accounts = readAccountRanges(db)
  return {
    accountKnown: id => rangeOf(accounts, id)?.at ?? Number.POSITIVE_INFINITY,
    learnedAt: (record, id, happened) => {
      const range = rangeOf(ranges[record], id)
      if (!range) return happened ?? 0
      if (range.first === 0) return range.at
      const likely = (happened ?? 0) + range.lag
      return range.at === 0 ? likely : Math.min(range.at, likely)
    },
  }
}

function rangeOf<R extends { from: number }>(ranges: readonly R[], id: number): R | undefined {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle] as R).from <= id) low = middle + 1
    else high = middle
  }
  return ranges[low - 1]
}
