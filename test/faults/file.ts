import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { checkAnchor } from '../../main/cache/anchor.ts'
import { DATABASE, openCache, readDb } from '../../main/cache/open.ts'
import { findDamage } from '../../main/cache/safety/copy.ts'
import { salvage } from '../../main/cache/safety/salvage.ts'
import { chance } from '../helpers/chance.ts'
import { aFullFile, countsOf, damagedCopy } from '../helpers/damaged.ts'
import { canMount } from '../helpers/small-disk.ts'
import { auditDecisions, decide, decisionsOf } from './decided.ts'
import { addUp, type Fault, type FaultOutcome } from './fault.ts'
import { inRoom } from './room.ts'

const MANY = 30

/** Kills the deciding process at its last decision, so that the log is left as it was at that moment. */
async function aKilledWorkspace(dir: string): Promise<string[]> {
  const { acknowledged } = await decide({
    dir,
    many: MANY + 20,
    onAcknowledged: (reason, pid) => void (reason === `decision-0-${MANY}` && process.kill(pid, 'SIGKILL')),
  })
  return acknowledged
}

/**
 * A log of which the end is gone, or a bit is another. The decisions before that must be there, in order; what the log
 * can no longer give must be said by the journal's kept end, which lies in a file of its own.
 */
async function damagedLog(quick: boolean): Promise<FaultOutcome> {
  return inRoom(async room => {
    const whole = join(room, 'whole')
    const acknowledged = await aKilledWorkspace(whole)
    const { uniform } = chance(7)
    const outcomes: FaultOutcome[] = []
    for (let n = 0; n < (quick ? 6 : 60); n++) {
      const dir = join(room, String(n))
      cpSync(whole, dir, { recursive: true })
      const log = join(dir, `${DATABASE}-wal`)
      const at = Math.floor(uniform() * statSync(log).size)
      // The index over the log would be rebuilt by the process that opens the file after a crash.
      rmSync(join(dir, `${DATABASE}-shm`), { force: true })
      if (n % 2 === 0) truncateSync(log, at)
      else flip(log, at, 1 << Math.floor(uniform() * 8))
      outcomes.push(afterDamage(dir, acknowledged))
      rmSync(dir, { recursive: true })
    }
    return addUp(outcomes)
  })
}

function flip(file: string, at: number, bit: number): void {
  const byte = readFileSync(file)[at] ?? 0
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.from([byte ^ bit]), 0, 1, at)
  closeSync(handle)
}

function afterDamage(dir: string, acknowledged: readonly string[]): FaultOutcome {
  const opened = openCache(dir)
  // A file whose first pages were only in the log is refused in words, and stays as it is.
  if (!opened.ok) return { injected: 1, lost: 0, duplicates: 0, wrong: [] }
  const { ends } = checkAnchor(dir, readDb(opened.value.reader), null)
  opened.value.reader.close()
  opened.value.connection.close()
  const kept = decisionsOf(dir)
  const audit = auditDecisions(dir, acknowledged.slice(0, kept.length), 1)
  const silent = kept.length < acknowledged.length && ends === 'kept' ? unanchored(dir, acknowledged, kept) : 0
  const ordered = kept.every((reason, n) => reason === acknowledged[n] || n >= acknowledged.length)
  return {
    ...audit,
    lost: audit.lost + silent,
    wrong: [...audit.wrong, ...(ordered ? [] : ['decisions are out of order'])],
  }
}

/** Decisions that are gone although the kept end was taken after them. The end is kept some moments after a burst. */
function unanchored(dir: string, acknowledged: readonly string[], kept: readonly string[]): number {
  const file = join(dir, 'journal-head.json')
  const { heads } = JSON.parse(readFileSync(file, 'utf8')) as { heads: { seq: number }[] }
  const db = new Database(join(dir, DATABASE), { readonly: true })
  const last = db.prepare<[], number>('SELECT max(seq) FROM journal').pluck().get() ?? 0
  db.close()
  const anchored = Math.max(...heads.map(({ seq }) => seq))
  return anchored > last ? acknowledged.length - kept.length : 0
}

/** Pages of the main file overwritten: found, never written to again, and salvaged with every loss listed. */
async function rottenFile(quick: boolean): Promise<FaultOutcome> {
  return inRoom(async dir => {
    const whole = aFullFile(dir, quick ? 500 : 2_000)
    const all = countsOf(whole, ['journal']).journal ?? 0
    const [hurt, made] = [join(dir, 'hurt.db'), join(dir, 'made.db')]
    const outcomes: FaultOutcome[] = []
    for (let seed = 1; seed <= (quick ? 3 : 25); seed++) {
      damagedCopy(whole, hurt, seed, 6)
      const before = readFileSync(hurt)
      const wrong = findDamage(hurt).length > 0 ? [] : ['the damage is not found']
      const report = salvage(hurt, made, whole)
      if (!readFileSync(hurt).equals(before)) wrong.push('the damaged file was written to')
      if (findDamage(made).length > 0) wrong.push('what was salvaged is damaged')
      const saved = countsOf(made, ['journal']).journal ?? 0
      const said = report.find(({ table }) => table === 'journal')
      // An unknown number of lost rows is said as such.
      const silent = said?.lost === null ? 0 : all - saved - (said?.lost ?? 0)
      outcomes.push({ injected: 1, lost: Math.max(0, silent), duplicates: 0, wrong })
    }
    return addUp(outcomes)
  })
}

/** Another program holds the file while a person decides: decisions wait, none is lost, and reading never waits. */
async function lockHeld(quick: boolean): Promise<FaultOutcome> {
  return inRoom(async dir => {
    await decide({ dir, many: 1 })
    const other = new Database(join(dir, DATABASE))
    other.pragma('busy_timeout = 5000')
    let [held, done] = [0, false]
    const holding = (async () => {
      while (!done) {
        other.exec('BEGIN IMMEDIATE')
        held += 1
        await new Promise(next => setTimeout(next, 40))
        other.exec('COMMIT')
        await new Promise(next => setTimeout(next, 15))
      }
    })()
    const { acknowledged, code, said } = await decide({ dir, many: quick ? 10 : 60, round: 1 })
    done = true
    await holding
    other.close()
    const audit = auditDecisions(dir, acknowledged, held)
    const all = acknowledged.length === (quick ? 10 : 60) ? [] : [`only ${acknowledged.length} decisions were taken`]
    return {
      ...audit,
      wrong: [...audit.wrong, ...all, ...(code === 0 ? [] : [`ended with ${code}: ${said.slice(0, 300)}`])],
    }
  })
}

/** The disk was mounted read-only, or the folder's mode says so: told in words, and the file stays as it is. */
async function readOnly(quick: boolean): Promise<FaultOutcome | null> {
  if (!canProtect) return null
  return inRoom(async room => {
    const disk = protectable(room)
    const dir = join(room, 'workspace')
    try {
      const all: string[] = []
      const outcomes: FaultOutcome[] = []
      for (let round = 0; round < (quick ? 1 : 5); round++) {
        all.push(...(await decide({ dir, many: 5, round })).acknowledged)
        const before = readFileSync(join(dir, DATABASE))
        disk.protect(true)
        const refused = await decide({ dir, many: 2, round: 100 + round })
        const wrong = readFileSync(join(dir, DATABASE)).equals(before) ? [] : ['the file was written to']
        if (refused.acknowledged.length > 0) wrong.push('a decision was acknowledged that cannot be kept')
        disk.protect(false)
        const audit = auditDecisions(dir, all, 1)
        outcomes.push({ ...audit, wrong: [...audit.wrong, ...wrong] })
      }
      return addUp(outcomes)
    } finally {
      disk.release()
    }
  })
}

const isRoot = process.getuid?.() === 0
/** Root may write anywhere, so only a mount stops it. */
const canProtect = isRoot ? canMount : process.platform !== 'win32'

function protectable(room: string): { protect(on: boolean): void; release(): void } {
  const dir = join(room, 'workspace')
  mkdirSync(dir)
  if (!isRoot) return { protect: on => chmodSync(dir, on ? 0o555 : 0o700), release: () => chmodSync(dir, 0o700) }
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'forestall-fault', dir])
  return {
    protect: on => void execFileSync('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, dir]),
    release: () => void execFileSync('umount', ['-l', dir]),
  }
}

/** What can become of a workspace's files, or stand in their way. */
export const fileFaults: readonly Fault[] = [
  { name: 'read_only', about: 'the disk is mounted read-only, or the folder may not be written', inject: readOnly },
  { name: 'wal', about: 'the log is cut at any byte, or one of its bits is flipped, after a kill', inject: damagedLog },
  { name: 'rot', about: 'six pages of the main file are overwritten', inject: rottenFile },
  { name: 'lock', about: 'another program holds the write lock for 40 ms, again and again', inject: lockHeld },
]
