import type { ErasurePlan, Person } from '../../../shared/model/person.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { query } from '../../cache/db.ts'
import { erasureKey } from '../../cache/erased/hashes.ts'
import { reservedRefusal } from '../../cache/roles.ts'
import { listBackups } from '../../cache/safety/backups.ts'
import {
  beginAgain,
  countOwnRows,
  endErasure,
  eraseKnown,
  erasureOf,
  gatherKnownBy,
  idsNaming,
  knownBySchema,
  openErasures,
  personToken,
  type Subject,
  saidNo,
  setErasureState,
  subjectOf,
} from '../../privacy/door.ts'
import { forgetWords, indexWords } from '../../search/door.ts'
import type { Workspace } from '../open/open.ts'
import type { TaskHandle } from '../open/tasks.ts'
import { createUnderWay } from '../under-way.ts'
import { rewordJournal, takeAllMentions, takeAllOwnRows } from './erase-steps.ts'
import { removeExports, removeMail, scrubFiles } from './erased-files.ts'

export interface Erasing {
  /** What an erasure would take away. Writes nothing. */
  plan(person: Person): Result<ErasurePlan>
  /** Erases for good; `confirm` must be the name that the plan gives. Resolves when nothing is left. */
  erase(person: Person & { confirm: string }): Promise<Result<{ id: string; journalId: string }>>
  /** Goes on with what a crash or a full disk has left to do. */
  settle(): Promise<void>
  close(): Promise<void>
}

const RESERVED = eraseKnown(null).reserved
const sourcesOf = (ids: string) =>
  query<{ name: string }>(
    'SELECT s.name FROM source s WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY s.name',
    [ids],
  )

/**
 *   decided ─▶ rows: what is theirs ─▶ mentions: texts of others, the journal ─▶ file: a new file, new backups ─▶ done
 *
 * Each part is repeated whole where it was cut off; a part that finds nothing changes nothing.
 */
export function createErasing(
  deps: Pick<Workspace, 'dir' | 'file' | 'read' | 'writer' | 'clock' | 'tasks' | 'decide' | 'closing' | 'actor'> & {
    freshKey: () => string
  },
): Erasing {
  const { dir, file, read, writer, clock, tasks, closing } = deps
  const underWay = createUnderWay()
  const running = new Map<string, Promise<void>>()
  const failedAt = new Map<string, number>()

  const rows = async (id: string, task: TaskHandle) => {
    const key = erasureKey(read)
    const known = knownBySchema.safeParse(JSON.parse(erasureOf(read, id)?.knownBy ?? 'null')).data
    if (key === null || !known) return
    const work = { erasure: id, key, known, now: clock.now(), progress: (n: number) => task.progress(n, null, 'rows') }
    removeMail(dir, known.refs)
    await takeAllOwnRows(deps, work)
    await writer.write('steady', tx => setErasureState(tx, id, 'mentions'))
    await takeAllMentions(deps, work)
    await rewordJournal(deps, work)
    // What an evaluation or a drain that was under way has written since.
    await takeAllOwnRows(deps, work)
    removeMail(dir, known.refs)
    // The index still knows the words of what went and what was reworded.
    await indexWords({ writer, read, signal: closing })
    await forgetWords({ writer, signal: closing })
    if (!closing.aborted) await writer.write('steady', tx => setErasureState(tx, id, 'file'))
  }
  const carryOn = (id: string): Promise<void> => {
    const known = running.get(id)
    if (known) return known
    const work = async (task: TaskHandle) => {
      if (erasureOf(read, id)?.state === 'again') await writer.write('steady', tx => beginAgain(tx, id))
      const { state = 'done' } = erasureOf(read, id) ?? {}
      if (state === 'done') return
      if (state !== 'file') await rows(id, task)
      if (closing.aborted) return
      removeExports(dir, id)
      await scrubFiles(dir, file, clock.wall(), closing)
      await writer.write('steady', tx => endErasure(tx, id, clock.now()))
    }
    // One after the other: two that reword the journal would undo each other's words.
    const before = Promise.allSettled(running.values())
    const run = before.then(() => tasks.run('erase', 'Erasing a person', work)).finally(() => running.delete(id))
    running.set(id, run)
    return underWay.follow(run)
  }

  return {
    plan: ({ kind, id }) => {
      const subject = subjectOf(read, kind, id)
      if (!subject) return nobody
      const known = gatherKnownBy(read, subject)
      const refused = RESERVED ? reservedRefusal(read, RESERVED, deps.actor) : null
      const sources = read.all(sourcesOf(JSON.stringify(known.ids.map(({ sourceId }) => sourceId))))
      return ok({
        kind: subject.kind,
        name: subject.name,
        rows: countOwnRows(read, known),
        sources: sources.map(({ name }) => name),
        namedIds: idsNaming(read, known),
        saidNo: saidNo(read, known),
        backups: listBackups(dir).map(({ at, bytes }) => ({ at, bytes })),
        refused: refused && !refused.ok ? refused.error.why : null,
      })
    },
    erase: async ({ kind, id, confirm }) => {
      const subject = subjectOf(read, kind, id)
      if (!subject) return nobody
      if (!isSaid(subject, confirm)) return unconfirmed
      const freshKey = erasureKey(read) ?? deps.freshKey()
      const args = { kind: subject.kind, person: personToken(freshKey, subject) }
      const decided = await deps.decide(eraseKnown({ subject, freshKey }), args)
      if (!decided.ok) return decided
      await carryOn(args.person)
      return ok({ id: args.person, journalId: decided.value.journalId })
    },
    settle: async () => {
      for (const { id } of closing.aborted ? [] : read.all(openErasures)) {
        if (clock.wall() - (failedAt.get(id) ?? Number.NEGATIVE_INFINITY) < HOUR) continue
        await carryOn(id).catch(() => void failedAt.set(id, clock.wall()))
      }
    },
    close: underWay.settled,
  }
}

const isSaid = ({ name }: Subject, confirm: string): boolean =>
  confirm.trim().toLowerCase() === name.trim().toLowerCase()

const nobody = fail(
  'not_found',
  'Nobody was erased.',
  'There is no such person in this workspace, or the person was erased before.',
  'Search for the account by name.',
)
const unconfirmed = fail(
  'invalid',
  'Nobody was erased.',
  'The name that was typed is not the name of the person.',
  'Type the name as the console shows it.',
)
