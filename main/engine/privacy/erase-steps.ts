import { unwrap } from '../../../shared/result.ts'
import type { ReadDb, WriteDb } from '../../cache/db.ts'
import { sealsOver } from '../../cache/erased/reword.ts'
import type { Writer } from '../../cache/writer.ts'
import {
  addRemoved,
  dropQuarantined,
  dropReports,
  type KnownBy,
  lookForMentions,
  lotsOf,
  quarantinedBy,
  rewordPage,
  SEARCHED,
  sealRows,
  takeMentions,
  takeOwnRows,
} from '../../privacy/door.ts'
import type { Decisions } from '../open/decisions.ts'

export interface StepDeps {
  writer: Writer
  read: ReadDb
  decide: Decisions['decide']
  /** The workspace closes; what is left is done at its next opening. */
  closing: AbortSignal
}

/** One erasure, and under which key its hashes are. */
export interface ErasureWork {
  erasure: string
  key: string
  known: KnownBy
  /** Workspace time, UTC ms. */
  now: number
  progress(rows: number): void
}

/** How long one transaction goes on taking rows, ms; the lot that is under way then still ends. */
const STEP = 5
/** Rows of a page, or of the journal, that are written between two looks at the time. */
const LOT = 25

/** Whether a step that begins now may go on with another lot. */
function stepping(): () => boolean {
  const until = performance.now() + STEP
  return () => performance.now() < until
}

/** Hands rows over in transactions that are held to `STEP`. */
async function inSteps<T>(
  { writer, closing }: Pick<StepDeps, 'writer' | 'closing'>,
  rows: readonly T[],
  take: (tx: WriteDb, some: readonly T[]) => void,
): Promise<void> {
  for (let next = 0; next < rows.length && !closing.aborted; )
    next = await writer.write('steady', tx => {
      const goesOn = stepping()
      let at = next
      do {
        take(tx, rows.slice(at, at + LOT))
        at += LOT
      } while (at < rows.length && goesOn())
      return at
    })
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** Takes away what belongs to the person, a few milliseconds at a time. */
export async function takeAllOwnRows({ writer, closing }: StepDeps, work: ErasureWork): Promise<void> {
  const { erasure, key, known, now } = work
  for (let rows = 0; !closing.aborted; ) {
    const { taken, isOver } = await writer.write('steady', tx => {
      const goesOn = stepping()
      let taken = 0
      do {
        const some = takeOwnRows(tx, erasure, key, known, now)
        if (!some) return { taken, isOver: true }
        addRemoved(tx, erasure, some)
        taken += Object.values(some).reduce((sum, n) => sum + n, 0)
      } while (goesOn())
      return { taken, isOver: false }
    })
    rows += taken
    work.progress(rows)
    if (isOver) return
  }
}

/** Looks through every text that may name the person, page by page, and writes only where it does. */
export async function takeAllMentions({ writer, read, closing }: StepDeps, work: ErasureWork): Promise<void> {
  const { erasure } = work
  for (const at of SEARCHED)
    for (const names of lotsOf(work.known.names))
      for (let after: ReturnType<typeof lookForMentions>['after'] | undefined; after !== null && !closing.aborted; ) {
        const page = lookForMentions(read, at, names, after ?? null)
        await inSteps({ writer, closing }, page.rows, (tx, some) =>
          addRemoved(tx, erasure, { [at.place.table]: takeMentions(tx, at, some, { ...work, names }) }),
        )
        after = page.after
        await turn()
      }
  await takeQuarantined({ writer, read, closing }, work)
}

async function takeQuarantined(deps: Pick<StepDeps, 'writer' | 'read' | 'closing'>, work: ErasureWork): Promise<void> {
  const { writer, read, closing } = deps
  for (const [sourceId, named] of Map.groupBy(work.known.ids, ({ sourceId }) => sourceId)) {
    const ids = new Set(named.map(({ id }) => id))
    await writer.write('steady', tx => dropReports(tx, sourceId))
    for (let after: number | null = 0; after !== null && !closing.aborted; ) {
      const page = quarantinedBy(read, sourceId, ids, after)
      await inSteps({ writer, closing }, page.ids, (tx, some) =>
        addRemoved(tx, work.erasure, { quarantine: dropQuarantined(tx, [...some]) }),
      )
      after = page.after
      await turn()
    }
  }
}

/** Takes the person out of the journal, and seals what is left. */
export async function rewordJournal({ read, decide, closing }: StepDeps, work: ErasureWork): Promise<void> {
  const { key, known } = work
  for (let after: number | null = 0; after !== null && !closing.aborted; ) {
    const page = rewordPage(read, { key, names: known.names, refs: known.refs }, after)
    for (let next = 0; next < page.rows.length && !closing.aborted; next += LOT) {
      const some = page.rows.slice(next, next + LOT)
      unwrap(await decide(sealRows(some), { rows: sealsOver(some) }))
    }
    after = page.after
    await turn()
  }
}
