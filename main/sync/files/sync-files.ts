import type { SyncReport } from '../../../shared/model/source.ts'
import { type Failure, FailureError, ok, type Result } from '../../../shared/result.ts'
import { type FileStream, mappingsOf } from '../../../shared/source/mapping.ts'
import { versionOf } from '../../record/bytes/file-bytes.ts'
import { rankOf } from '../../record/mapping/mapped-rows.ts'
import { filesOf, isPattern } from '../../record/stream-files.ts'
import { streamRow } from '../store.ts'
import { type FileWork, loadStream, type SyncDeps, type Work } from './load-stream.ts'
import { type ParseClient, startParser } from './parse-client.ts'
import { retryQuarantine } from './retry.ts'
import { type FileState, failStream, fileStates } from './stream-state.ts'

export type { SyncDeps } from './load-stream.ts'
export { type RetryDeps, retryQuarantine } from './retry.ts'
export { type SyncBatchesDeps, syncBatches } from './sync-batches.ts'

/**
 * Reads the files of a source into the cache.
 *
 *   check all files ─▶ accounts ─▶ objects ─▶ contacts ─▶ events ─▶ quarantine again
 *        │ one is unreadable: nothing is read, the workspace stays as it was
 *
 * A batch commits together with how far its stream has come; events, which are sorted within windows before they are
 * written, with how far the last whole window came. After a crash or a cancel the next sync reads at most one window
 * again and rewrites nothing of it. A row that does not fit goes to quarantine and holds up nobody.
 */
export async function syncSource(deps: SyncDeps): Promise<Result<SyncReport>> {
  const report: SyncReport = { streams: [], cancelled: false }
  const parser = startParser(deps.signal)
  const at: { stream: string | null } = { stream: null }
  try {
    const work = await checkAll(deps, parser, at)
    await loadAll(deps, parser, work, at, report)
    at.stream = null
    await retryQuarantine(deps)
    report.cancelled = deps.signal.aborted
    return ok(report)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    if (error.failure.kind === 'cancelled') return ok({ ...report, cancelled: true })
    await remember(deps, at.stream, error.failure)
    return { ok: false, error: error.failure }
  } finally {
    await parser.close()
  }
}

/** Owners before what belongs to them; files of one rank by name, so that their order in the settings is no matter. */
function inOrder(streams: readonly FileStream[]): FileStream[] {
  return [...streams].sort((a, b) => rankOf(a.mapping) - rankOf(b.mapping) || (a.name < b.name ? -1 : 1))
}

async function checkAll(deps: SyncDeps, parser: ParseClient, at: { stream: string | null }): Promise<Work[]> {
  const work: Work[] = []
  let before = 0
  const streams = inOrder(deps.source.config.streams).map(stream => {
    const known = deps.read.get(streamRow(deps.source.id, stream.name))
    return { stream, known, states: fileStates(known, stream) }
  })
  const goesOn = cutOff(streams.map(({ states }) => states))
  for (const { stream, known, states } of streams) {
    at.stream = stream.name
    const pattern = await isPattern(stream, deps.dir)
    const found = await filesOf(stream, deps.dir)
    if (found.length === 0 && !known?.cursor) throw new FailureError(noFiles(stream))
    const unread = await hasNews(states, found, stream)
    const files: FileWork[] = []
    for (const { name, path } of found) {
      const state = states.get(name)
      // What was read whole and has not changed since is not even opened: of many files, or by a sync that was cut off.
      const isKnown = (pattern || goesOn) && state?.line === null && state.version === (await versionOf(path))
      if (isKnown && !unread) continue
      const file = await parser.check(path, stream, bytes =>
        deps.onProgress(before + bytes, null, 'bytes', `Checking ${pattern ? name : stream.name}`),
      )
      before += file.bytes
      files.push({ name, path, file })
    }
    const present = new Set(found.map(({ name }) => name))
    for (const name of states.keys()) if (!present.has(name)) states.delete(name)
    work.push({ stream, pattern, files, states, known })
  }
  return work
}

/** The last sync read some files to their end and others not: this one goes on where it stopped. */
function cutOff(streams: readonly ReadonlyMap<string, FileState>[]): boolean {
  const isWhole = (states: ReadonlyMap<string, FileState>) =>
    states.size > 0 && [...states.values()].every(({ line }) => line === null)
  return streams.some(isWhole) && !streams.every(isWhole)
}

/** For a complete stream: whether any of its files is new, changed or gone, because then all of them are read. */
async function hasNews(
  states: ReadonlyMap<string, FileState>,
  found: readonly { name: string; path: string }[],
  { complete }: FileStream,
): Promise<boolean> {
  if (!complete) return false
  if ([...states.keys()].some(name => !found.some(file => file.name === name))) return true
  for (const { name, path } of found) {
    const state = states.get(name)
    if (state?.line !== null || state.version !== (await versionOf(path))) return true
  }
  return false
}

const noFiles = ({ path }: FileStream): Failure => ({
  kind: 'not_found',
  what: `No file matches ${path}.`,
  why: 'The folder may be wrong, or the files may have other names.',
  todo: 'Correct the pattern, or add a file that matches. Nothing was read.',
})

async function loadAll(
  deps: SyncDeps,
  parser: ParseClient,
  work: readonly Work[],
  at: { stream: string | null },
  report: SyncReport,
): Promise<void> {
  const rowsOf = ({ stream, files }: Work) =>
    files.reduce((sum, { file }) => sum + file.rows, 0) * mappingsOf(stream.mapping).length
  const total = work.reduce((sum, item) => sum + rowsOf(item), 0)
  let done = 0
  for (const item of work) {
    at.stream = item.stream.name
    const own = { name: item.stream.name, read: 0, changed: 0, unchanged: 0, quarantined: 0, bytes: 0, ms: 0 }
    // Before it is complete, so that a cancelled sync reports what it kept.
    report.streams.push(own)
    await loadStream(deps, parser, item, own, rows => deps.onProgress(done + rows, total, 'rows', item.stream.name))
    done += rowsOf(item)
  }
}

/** Keeps the error in words for the list of sources; if not even that can be written, the caller's error says more. */
async function remember({ writer, source }: SyncDeps, stream: string | null, failure: Failure): Promise<void> {
  if (stream === null) return
  const words = `${failure.what} ${failure.why} ${failure.todo}`
  try {
    await writer.write('steady', tx => failStream(tx, source.id, stream, words))
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
  }
}
