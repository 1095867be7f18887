import { type Failure, FailureError, type Result, unwrap } from '../../shared/result.ts'
import { feedOf, type UpdateSettings } from '../../shared/update/update-settings.ts'
import { confineTo } from '../http/confine.ts'
import { type FetchDeps, fetchOffer, withFetchedPackage } from './update/fetch-package.ts'
import type { ReadingWatch } from './update/measure-file.ts'
import { PUBLISHER_ADDRESS } from './update/publisher-key.ts'
import { readUpdateSettings } from './update/settings-file.ts'
import { asUpdateResult, UPDATES_HELD } from './update/update-failure.ts'
import type { UpdateManifest } from './update/update-manifest.ts'
import { type UpdateDeps, type Updated, updateFromFile } from './updates.ts'

export { changeUpdateSettings, readUpdateSettings } from './update/settings-file.ts'

/** What an update from a server depends on, beside what one from a file does. */
export interface FeedDeps extends UpdateDeps {
  settings: UpdateSettings
  /** The vendor's address; null in a build that has none. */
  vendors: string | null
  /** The AppImage that a person starts, which is replaced; null where the app is installed otherwise. */
  appImage: string | null
  patience?: FetchDeps['patience']
}

/** The same on this computer, with what a person has set on it. */
export async function feedDepsHere(deps: UpdateDeps, appImage: string | null): Promise<FeedDeps> {
  const { settings } = await readUpdateSettings(deps.userData)
  return { ...deps, settings, vendors: PUBLISHER_ADDRESS, appImage }
}

/** The newer version that the server offers, verified; null where the newest one runs. Nothing is fetched or changed. */
export const lookForUpdate = (deps: FeedDeps, signal: AbortSignal): Promise<Result<UpdateManifest | null>> =>
  asUpdateResult(async () => (await fetchOffer(fetchDeps(deps), signal))?.manifest ?? null)

/**
 * Fetches the newer version and goes on as with a file that a person chose: there is one way in, and the server is not
 * trusted by it. Null where the newest version runs.
 */
export const updateFromFeed = (deps: FeedDeps, watch: ReadingWatch): Promise<Result<Updated | null>> =>
  asUpdateResult(async () => {
    const fetching = fetchDeps(deps)
    const offer = await fetchOffer(fetching, watch.signal)
    if (!offer) return null
    return withFetchedPackage(offer, deps.userData, fetching, watch, async file =>
      unwrap(await updateFromFile(file, deps.appImage, deps, { ...watch, onBytes: () => {} })),
    )
  })

function fetchDeps({ settings, vendors, policy, running, key, appImage, open, patience }: FeedDeps): FetchDeps {
  const { updates, hosts } = unwrap(policy).policy
  if (!updates.allowed) throw new FailureError(UPDATES_HELD)
  const feed = feedOf(settings, updates, vendors)
  if (!feed) throw new FailureError(NO_ADDRESS)
  // A thread and the command line have asked nobody yet which hosts they may reach.
  confineTo(hosts)
  return { feed, running, key, appImage, ...(open ? { open } : {}), ...(patience ? { patience } : {}) }
}

const NO_ADDRESS: Failure = {
  kind: 'invalid',
  what: 'Forestall cannot look for updates.',
  why: 'No address of an update server is set.',
  todo: 'Set the address in Settings, or update from a file.',
}
