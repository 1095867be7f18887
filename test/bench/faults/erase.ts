import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Watch } from '../../../main/cache/db.ts'
import { DATABASE } from '../../../main/cache/open.ts'
import { eraseEverybody, type Marked, markedWorkspace, marksIn } from '../../helpers/marked-people.ts'
import { type Line, rounded, type Suite } from '../figure.ts'

/** How many people were erased, and how many of them are still readable in any file afterwards. */
interface ErasedFigures {
  people: number
  /** Among them, those whose mark was found before anything was erased: what the search is worth. */
  found: number
  readable: number
  /** The same after the source, which still has them, was read again. */
  readableAfterSync: number
  isChainIntact: boolean
}

/** Makes a workspace with people who are known by marked sequences of bytes everywhere, erases them, and looks for the marks. */
async function measureErasure(people: number): Promise<ErasedFigures> {
  const root = mkdtempSync(join(tmpdir(), 'forestall-erase-'))
  try {
    const marked = await markedWorkspace(root, people)
    try {
      const marks = marked.persons.map(({ mark }) => mark)
      const readable = () => new Set(marksIn(marked.dir, marks).map(({ mark }) => mark)).size
      const found = readable()
      await eraseEverybody(marked)
      const left = readable()
      await marked.call.source.sync({ sourceId: marked.sourceId })
      const { intact } = await marked.call.journal.verify()
      return { people, found, readable: left, readableAfterSync: readable(), isChainIntact: intact }
    } finally {
      await marked.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const NONE = () => {}
const p99 = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length * 0.99)] ?? 0
/** What this thread has worked, ms: other programs and the disk take none of it. */
const workedMs = () => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** How long each transaction of an erasure holds the writer, ms, where one of the people has a great many records. */
async function measureSteps(events: number, now: () => number): Promise<{ steps: number[]; longest: number }> {
  const root = mkdtempSync(join(tmpdir(), 'forestall-erase-'))
  let steps: number[] = []
  const watch: Watch = { now, ran: NONE, failed: NONE, committed: ms => void steps.push(ms) }
  try {
    const marked = await markedWorkspace(root, 6, watch)
    try {
      const db = new Database(join(marked.dir, DATABASE))
      giveEvents(db, marked.persons, events)
      db.close()
      steps = []
      await eraseEverybody(marked)
      return { steps: steps.sort((a, b) => a - b), longest: steps.at(-1) ?? 0 }
    } finally {
      await marked.close()
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Events of everybody, and events of others that name the person in their text. */
function giveEvents(db: Database.Database, persons: Marked['persons'], events: number): void {
  const other = db.prepare("SELECT min(id) FROM account WHERE name LIKE 'Other%'").pluck().get()
  const insert = db.prepare(
    `INSERT INTO event (source_id, stream, external_id, account_id, home_id, kind, at, value, properties)
     SELECT source_id, stream, $id, $account, $account, kind, at + $n, value, $properties FROM event LIMIT 1`,
  )
  db.transaction(() => {
    for (const { mark, accountId } of persons)
      for (let n = 0; n < events; n++) {
        const isTheirs = n % 10 !== 0
        const properties = JSON.stringify({ note: isTheirs ? `report ${n}` : `asked by Kim ${mark}`, n })
        insert.run({ id: `x-${accountId}-${n}`, account: isTheirs ? accountId : other, n, properties })
      }
  })()
}

/** The lines of the suite. */
export async function* eraseLines(people: number, events: number): AsyncGenerator<Line> {
  const figures = await measureErasure(people)
  const note = `${figures.people} people, ${figures.found} of them found before`
  yield { figure: 'erase.readable', value: figures.readable, unit: 'people', note }
  yield { figure: 'erase.readable_after_sync', value: figures.readableAfterSync, unit: 'people', note }
  yield { figure: 'erase.chain_broken', value: figures.isChainIntact ? 0 : 1, unit: 'chains' }
  const { steps, longest } = await measureSteps(events, () => performance.now())
  const worked = await measureSteps(events, workedMs)
  yield {
    figure: 'erase.step.p99',
    value: rounded(p99(steps)),
    unit: 'ms',
    cpu: rounded(p99(worked.steps)),
    note: `${steps.length} transactions of 6 erasures with ${events} events each; longest ${rounded(longest)}`,
  }
}

export const eraseSuite: Suite = {
  name: 'erase',
  async *run({ quick }) {
    yield* eraseLines(quick ? 6 : 100, quick ? 2_000 : 20_000)
  },
}
