import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/trigger/duration.ts'
import { storageFailure } from '../../cache/failure.ts'
import { BACKUPS, type Backup, backupPath, listBackups, pruneBackups } from '../../cache/safety/backups.ts'
import { inThread } from '../../cache/safety/in-thread.ts'
import { READ_ONLY } from '../../cache/safety/read-only.ts'
import type { Writer } from '../../cache/writer.ts'
import type { Part } from '../part.ts'
import type { Tasks } from './tasks.ts'

export interface FileGuard {
  /** Checks or backs up the file where that is due; asked by the process that leads. */
  tick(): void
  /** Takes a backup now, as a task that a person can cancel. */
  backUpNow(): Promise<Result<Backup>>
  /** Looks for damage now, likewise; what is found is as if SQLite had found it. */
  checkNow(): Promise<Result<{ damaged: boolean }>>
  /** SQLite reported damage: nothing is written until a check has found the file sound. */
  damaged(): void
  state(): { damaged: boolean; readOnly: boolean; checkedAt: number | null; backups: Backup[] }
}

const WEEK = 7 * DAY
/** A start is the wrong moment for reading the whole file. */
const SETTLED = MINUTE
/** A session that ends copies files up to this size, within this time; what is larger is copied once a day. */
const AT_CLOSE = { bytes: 200_000_000, within: 2.5 * SECOND, since: HOUR }

/**
 *   tick ─▶ ended badly, or a week since the last look ─▶ quick_check, in a thread ─▶ damage ─▶ nothing is written any more
 *        ├▶ a day since the last backup ─▶ copy, in a thread, two kept                            └▶ the console says so
 *        └▶ SQLite reported damage ─▶ quick_check, in a thread ─▶ sound ─▶ writing goes on
 *
 * SQLite also says “corrupt” where the disk could not read a page (EIO) of a sound file. Nothing is written meanwhile, but
 * only a check of the whole file proves damage.
 *
 * `open.mark` lies beside the file while a process that stays has it open: found at the next start it says that the last
 * one was not closed.
 */
export function createFileGuard(deps: {
  dir: string
  file: string
  /** The workspace can only be read: it is neither marked nor backed up. */
  readOnly?: boolean
  stays: boolean
  writer: Pick<Writer, 'stop' | 'resume'>
  tasks: Pick<Tasks, 'run'>
  wall: () => number
  closing: AbortSignal
  /** Damage was noted, or a check has found the file sound after all. */
  onVerdict: () => void
}): Part<FileGuard> {
  const { dir, file, readOnly = false, writer, tasks, wall, closing, onVerdict } = deps
  const stays = deps.stays && !readOnly
  const mark = join(dir, 'open.mark')
  const checked = join(dir, BACKUPS, 'checked')
  const openedAt = wall()
  let unclean = stays && existsSync(mark)
  let damaged = false
  let proven = false
  let running: Promise<void> | null = null
  let triedAt = 0

  const quietly = (work: () => void) => {
    try {
      work()
    } catch {
      // A disk that is full or read-only says so where something is decided.
    }
  }
  const checkedAt = () => (existsSync(checked) ? Math.round(statSync(checked).mtimeMs) : null)
  const newest = () => listBackups(dir).find(({ beforeMigration }) => !beforeMigration)?.at ?? null
  const isOlder = (at: number | null, than: number) => at === null || wall() - at > than

  const noteDamage = () => {
    if (damaged) return
    damaged = true
    writer.stop(DAMAGED)
    onVerdict()
  }
  const noteSound = () => {
    damaged = false
    proven = false
    writer.resume()
    onVerdict()
  }
  const check = async (signal: AbortSignal) => {
    const found = await inThread({ file, check: true }, signal)
    if (found.length > 0) {
      proven = true
      return noteDamage()
    }
    if (damaged) noteSound()
    unclean = false
    mkdirSync(join(dir, BACKUPS), { recursive: true })
    writeFileSync(checked, '')
  }
  const backUp = async (signal: AbortSignal) => {
    await inThread({ file, to: backupPath(dir, wall()) }, signal)
    pruneBackups(dir)
    return listBackups(dir).find(({ beforeMigration }) => !beforeMigration)
  }
  const begin = (title: string, work: () => Promise<unknown>) => {
    triedAt = wall()
    running = tasks
      .run('safety', title, work)
      .then(
        () => {},
        () => {},
      )
      .finally(() => {
        running = null
      })
  }
  if (stays) quietly(() => writeFileSync(mark, ''))

  /** A person waits for it, so that the disk's answer and a cancellation are told. */
  const asked = async <T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<Result<T>> => {
    if (running) return BUSY
    if (readOnly) return { ok: false, error: READ_ONLY }
    const going = tasks.run('safety', title, ({ signal }) => work(signal))
    running = going.then(
      () => {},
      () => {},
    )
    try {
      return ok(await going)
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ABORT_ERR') return CANCELLED
      return { ok: false, error: storageFailure(error, file) }
    } finally {
      running = null
    }
  }

  return {
    backUpNow: async () =>
      damaged
        ? { ok: false, error: DAMAGED }
        : asked(BACKING_UP, async signal => {
            const backup = await backUp(signal)
            if (!backup) throw Object.assign(new Error('the folder does not list the backup'), { code: 'EIO' })
            return backup
          }),
    checkNow: () =>
      asked(CHECKING, async signal => {
        await check(signal)
        return { damaged }
      }),
    tick: () => {
      const now = wall()
      if (damaged) {
        if (!running && !proven && now - triedAt >= MINUTE) begin(CHECKING, () => check(closing))
        return
      }
      if (running || now - openedAt < SETTLED || (triedAt > 0 && now - triedAt < HOUR)) return
      if (unclean || isOlder(checkedAt(), WEEK)) begin(CHECKING, () => check(closing))
      else if (isOlder(newest(), DAY)) begin(BACKING_UP, () => backUp(closing))
    },
    damaged: noteDamage,
    state: () => ({ damaged, readOnly, checkedAt: checkedAt(), backups: listBackups(dir) }),
    close: async () => {
      await running
      if (!stays) return
      if (!damaged) quietly(() => rmSync(mark, { force: true }))
      const due = wall() - openedAt > SETTLED && isOlder(newest(), AT_CLOSE.since)
      if (damaged || !due || statSync(file).size > AT_CLOSE.bytes) return
      await backUp(AbortSignal.timeout(AT_CLOSE.within)).catch(() => {})
    },
  }
}

const CHECKING = 'Checking the workspace for damage'
const BACKING_UP = 'Backing up the workspace'
const BUSY = fail('conflict', 'Nothing was begun.', 'A check or a backup is running already.', 'Wait for it to end.')
const CANCELLED = fail(
  'cancelled',
  'The check or backup was stopped.',
  'A person cancelled the task.',
  'Nothing was changed.',
)

const DAMAGED = {
  kind: 'corrupt',
  what: 'Nothing was saved.',
  why: 'The file of this workspace is damaged, so Forestall no longer writes to it.',
  todo: 'Restore a backup, or salvage what can still be read.',
} as const
