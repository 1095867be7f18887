import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FailureError, unwrap } from '../../../shared/result.ts'
import type { UpdateFeed } from '../../../shared/update/update-settings.ts'
import { createHttp, type HttpAnswer, type HttpOptions, type HttpRequest } from '../../http/http.ts'
import { hostsOfFeed, mustSuitChannel, packageAddress } from './feed-files.ts'
import { type OpenSink, openNewFile, type ReadingWatch } from './measure-file.ts'
import { besidePackage, LARGEST_MANIFEST, type UpdateManifest } from './update-manifest.ts'
import { forThisApp, type RunningApp, readSignedManifest, type SignedManifest } from './verify.ts'
import { compareVersions } from './version-order.ts'

/** What fetching depends on. */
export interface FetchDeps {
  feed: UpdateFeed
  running: RunningApp
  /** The publisher's public key, PEM. */
  key: string | null
  /** The AppImage that a person starts, which takes another package than an installed app. */
  appImage: string | null
  open?: OpenSink
  /** How patient the client is; for tests. */
  patience?: Pick<HttpOptions, 'totalMs' | 'idleMs'>
}

/** A manifest, and the two files that it was read from. */
export interface OfferedPackage {
  manifest: UpdateManifest
  signed: SignedManifest
}

/** The two small files. A slow server may not hold a person up for long. */
const QUICK = { totalMs: 30_000, idleMs: 15_000 }
/** 2 GB over a line of 0.5 Mbit/s. */
const PATIENT = { totalMs: 9 * 3_600_000, idleMs: 60_000 }
/** Bytes between two words about how far it is: each makes screens ask again. */
const TOLD_EVERY = 1_000_000
const FETCHED = 'fetched'

/**
 * What the server offers, verified as if the files lay on the disk; null where that is the version that runs. Nothing of
 * the package is fetched.
 */
export async function fetchOffer(deps: FetchDeps, signal: AbortSignal): Promise<OfferedPackage | null> {
  const beside = besidePackage(packageAddress(deps.feed, deps.running, deps.appImage !== null))
  const read = (url: string) => get(deps, QUICK, { url, signal, maxBytes: LARGEST_MANIFEST })
  const manifest = (await read(beside.manifest)).body
  const signature = (await read(beside.signature)).body.toString('latin1')
  const said = unwrap(readSignedManifest({ manifest, signature }, deps.key))
  if (compareVersions(said.version, deps.running.version) === 0) return null
  mustSuitChannel(said, deps.feed)
  return { manifest: unwrap(forThisApp(said, deps.running)), signed: { manifest, signature } }
}

/**
 * Runs `use` with a package that was fetched, its manifest and signature beside it, and takes all three away again. Never
 * more bytes are taken than the signed manifest says; whether they are the right ones is verified as of any file.
 */
export async function withFetchedPackage<T>(
  offer: OfferedPackage,
  userData: string,
  deps: FetchDeps,
  watch: ReadingWatch,
  use: (file: string) => Promise<T>,
): Promise<T> {
  await removeLeftFetches(userData)
  const folder = join(userData, FETCHED, String(process.pid))
  const file = join(folder, 'package')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeFile(besidePackage(file).manifest, offer.signed.manifest, { mode: 0o600 })
    await writeFile(besidePackage(file).signature, offer.signed.signature, { mode: 0o600 })
    await fetchTo(file, offer.manifest.size, deps, watch)
    return await use(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Takes away what a process that no longer runs had fetched. */
async function removeLeftFetches(userData: string): Promise<void> {
  const folder = join(userData, FETCHED)
  for (const name of await readdir(folder).catch(() => []))
    if (!isRunning(Number(name))) await rm(join(folder, name), { recursive: true, force: true })
}

function isRunning(pid: number): boolean {
  try {
    return Number.isInteger(pid) && pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function fetchTo(file: string, size: number, deps: FetchDeps, watch: ReadingWatch): Promise<void> {
  const url = packageAddress(deps.feed, deps.running, deps.appImage !== null)
  const sink = await (deps.open ?? openNewFile)(file, 0o600)
  let [done, told] = [0, 0]
  let refused: unknown = null
  const take = async (piece: Buffer) => {
    try {
      await sink.appendFile(piece)
    } catch (error) {
      refused = error
      throw error
    }
    done += piece.length
    if (done - told < TOLD_EVERY && done < size) return
    told = done
    watch.onBytes(done)
  }
  try {
    await get(deps, PATIENT, { url, signal: watch.signal, maxBytes: size, take })
  } catch (error) {
    throw refused ?? error
  } finally {
    await sink.close()
  }
}

/** One file of the server. Throws the failure in words where there is none. */
async function get(deps: FetchDeps, patience: HttpOptions, ask: HttpRequest): Promise<HttpAnswer> {
  const http = createHttp({ allowedHosts: hostsOfFeed(deps.feed), ...patience, ...deps.patience, connections: 1 })
  try {
    const outcome = await http.request(ask)
    ask.signal?.throwIfAborted()
    if (!outcome.ok) throw new FailureError({ ...NO_ANSWER, why: outcome.trouble.why })
    if (outcome.answer.status === 200) return outcome.answer
    throw new FailureError(answered(outcome.answer.status, ask.url))
  } finally {
    await http.close()
  }
}

const NO_ANSWER = {
  kind: 'unavailable',
  what: 'Nothing could be fetched from the update server.',
  todo: 'The installed version is unchanged. Check the connection and the address, then try again.',
} as const

const answered = (status: number, url: string) =>
  status === 404
    ? {
        kind: 'not_found' as const,
        what: 'The update server has no package for this computer.',
        why: `There is no ${new URL(url).pathname}.`,
        todo: 'The installed version is unchanged. Check the address and the channel.',
      }
    : { ...NO_ANSWER, why: `${new URL(url).host} answered with status ${status}.` }
