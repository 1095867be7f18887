import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join, resolve } from 'node:path'
import { fail, ok, type Result } from '../../shared/result.ts'
import { readLog } from './log.ts'
import { APP_VERSION } from './version.ts'

/** One file of a report, as it is shown before anything is written. */
export interface ReportFile {
  name: string
  bytes: number
  /** The text of the file, or the dump that it is a copy of. */
  content: { text: string } | { dump: string }
}

/** A report about this computer's Forestall. Nothing sends it anywhere. */
export interface CrashReport {
  files: ReportFile[]
  /** Memory dumps that are there and were left out. */
  leftOut: number
}

const DAY_MS = 86_400_000
/** After so many days a dump is removed: its memory may hold personal data. */
const DUMPS_KEPT_DAYS = 30

/** Where the desktop shell has dumps written. */
export const dumpsFolder = (userData: string): string => join(userData, 'Crashpad')

/**
 * Gathers what a report would hold: versions, and the entries of the log that fit its type, which has no field for
 * personal data. Memory dumps only where a person asks for them, because memory may hold anything.
 */
export function gatherReport(userData: string, withDumps: boolean, wall: number): CrashReport {
  const about = {
    ...{ version: APP_VERSION, platform: process.platform, arch: process.arch, system: release() },
    ...{ node: process.versions.node, electron: process.versions.electron ?? null, at: new Date(wall).toISOString() },
  }
  const log = readLog(userData, Number.MAX_SAFE_INTEGER).map(entry => `${JSON.stringify(entry)}\n`)
  const dumps = dumpsIn(dumpsFolder(userData), '.dmp')
  const copied = dumps.map((dump, at) => ({
    name: `dump-${at + 1}.dmp`,
    bytes: statSync(dump).size,
    content: { dump },
  }))
  return {
    files: [
      textFile('about.json', `${JSON.stringify(about, null, 1)}\n`),
      textFile('forestall.log', log.join('')),
      ...(withDumps ? copied : []),
    ],
    leftOut: withDumps ? 0 : dumps.length,
  }
}

const textFile = (name: string, text: string): ReportFile => ({
  name,
  bytes: Buffer.byteLength(text),
  content: { text },
})

/** Writes a report into a new folder below `dir`, for this user alone, and returns the folder. */
export function writeReport({ files }: CrashReport, dir: string, wall: number): Result<string> {
  const stamp = new Date(wall).toISOString().replace(/[-:.]/g, '')
  const folder = resolve(dir, `forestall-crash-report-${stamp}`)
  try {
    mkdirSync(dir, { recursive: true })
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    return notWritten(folder, error)
  }
  try {
    for (const { name, content } of files) writePrivately(join(folder, name), content)
    return ok(folder)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    return notWritten(folder, error)
  }
}

function writePrivately(path: string, content: ReportFile['content']): void {
  if ('text' in content) {
    writeFileSync(path, content.text, { mode: 0o600, flag: 'wx' })
    return
  }
  copyFileSync(content.dump, path)
  chmodSync(path, 0o600)
}

function notWritten(folder: string, error: unknown): Result<never> {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  const why = `The folder ${folder} could not be written (${code}).`
  return fail('io', 'The crash report was not written.', why, 'Choose another folder, or free some space.')
}

/** Removes dumps that are older than a month. */
export function pruneDumps(userData: string, wall: number): void {
  const folder = dumpsFolder(userData)
  for (const path of [...dumpsIn(folder, '.dmp'), ...dumpsIn(folder, '.meta')])
    if (wall - statSync(path).mtimeMs > DUMPS_KEPT_DAYS * DAY_MS) rmSync(path, { force: true })
}

function dumpsIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}
