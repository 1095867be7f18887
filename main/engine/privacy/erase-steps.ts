import { unwrap } from '../../../shared/result.ts'
import type { ReadDb } from '../../cache/db.ts'
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

const turn = () => new Promise<void>(resolve => setImmediate(resolve))

/** Takes away what belongs to the person, a few milliseconds at a time. */
export async function takeAllOwnRows({ writer, closing }: StepDeps, work: ErasureWork): Promise<void> {
  const { erasure, key, known, now } = work
  for (let rows = 0; !closing.aborted; ) {
    const taken = await writer.write('steady', tx => {
      const some = takeOwnRows(tx, erasure, key, known, now)
      if (some) addRemoved(tx, erasure, some)
      return some
    })
    if (!taken) return
    rows += Object.values(taken).reduce((sum, n) => sum + n, 0)
    work.progress(rows)
  }
}

/** Looks through every text that may name the person, page by page, and writes only where it does. */
export async function takeAllMentions({ writer, read, closing }: StepDeps, work: ErasureWork): Promise<void> {
  const { erasure } = work
  for (const at of SEARCHED)
    for (const names of lotsOf(work.known.names))
      for (let after: ReturnType<typeof lookForMentions>['after'] | undefined; after !== null && !closing.aborted; ) {
        const page = lookForMentions(read, at, names, after ?? null)
        if (page.rows.length > 0)
          await writer.write('steady', tx => {
            const changed = takeMentions(tx, at, page.rows, { ...work, names })
            addRemoved(tx, erasure, { [at.place.table]: changed })
          })
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
      if (page.ids.length > 0)
        await writer.write('steady', tx => addRemoved(tx, work.erasure, { quarantine: dropQuarantined(tx, page.ids) }))
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
    if (page.rows.length > 0) unwrap(await decide(sealRows(page.rows), { rows: sealsOver(page.rows) }))
    after = page.after
    await turn()
  }
}
