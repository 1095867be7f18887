import type { Connected } from '../../main/record/page.ts'
import { openRest } from '../../main/source/rest/rest.ts'
import { syncFresh, syncHistory } from '../../main/sync/pages/sync-pages.ts'
import { unwrap } from '../../shared/result.ts'
import { type Manifest, manifestSchema } from '../../shared/source/manifest.ts'
import { MINUTE } from '../../shared/trigger/duration.ts'
import { pagesDeps } from './scripted-source.ts'
import type { SyncedFolder } from './synced-folder.ts'

/**
 * The flaky server, described as a person would describe a real one. Contacts come before the accounts that they belong
 * to, so that they must wait for them.
 */
export const flakyManifest = (port: number): Manifest =>
  manifestSchema.parse({
    manifest: 1,
    id: 'flaky',
    name: 'Flaky',
    category: 'other',
    gives: ['usage'],
    about: 'A server that misbehaves.',
    docs: 'https://example.com/docs',
    baseUrl: `http://127.0.0.1:${port}`,
    secrets: [{ key: 'refresh', label: 'Refresh token' }],
    auth: {
      kind: 'oauth2',
      grant: 'refresh_token',
      tokenUrl: `http://127.0.0.1:${port}/token`,
      clientId: 'test',
      refreshSecret: 'refresh',
    },
    streams: [
      {
        name: 'accounts',
        request: { path: '/accounts' },
        select: 'data',
        paging: { kind: 'page', param: 'page' },
        records: [{ record: 'account', id: 'id', name: 'name', plan: 'plan' }],
      },
      {
        name: 'contacts',
        priority: 5,
        request: { path: '/contacts' },
        select: 'data',
        paging: { kind: 'offset', param: 'offset', size: { param: 'limit', value: 5 } },
        records: [{ record: 'contact', id: 'id', account: 'account_id', name: 'name', email: 'email' }],
      },
      {
        name: 'tickets',
        request: { path: '/tickets', query: { since: '{since}' } },
        select: 'data',
        paging: { kind: 'cursor', param: 'cursor', next: 'next' },
        incremental: { field: 'updated', order: 'oldest_first', overlap: '10m' },
        records: [
          {
            record: 'object',
            kind: 'ticket',
            id: 'id',
            account: 'account_id',
            state: 'status',
            openedAt: 'created',
            deleted: 'deleted',
          },
        ],
      },
      {
        name: 'events',
        request: { path: '/events', query: { since: '{since}', until: '{until}' } },
        select: 'data',
        paging: { kind: 'link' },
        incremental: { field: 'updated', overlap: '10m' },
        backfill: { fresh: '3d', window: '10d', history: '60d' },
        records: [{ record: 'event', id: 'id', account: 'account_id', kind: 'kind', at: 'at', value: { const: 1 } }],
      },
    ],
  })

/** Generous: server and client share a process, and a pause of it must not look like trouble of the network. */
const PATIENT = { idleMs: MINUTE, totalMs: MINUTE, connectMs: MINUTE, maxBytes: 4 * 1024 * 1024 }
/** For a server that hangs, which is waited for in real time; a slow answer of a good one is only asked for again. */
const IMPATIENT = { ...PATIENT, idleMs: 250, totalMs: 700, connectMs: 700 }

/** Opens the flaky server with a clock of the test's own: what is waited for passes at once, unless it `hangs`. */
export function openFlaky(port: number, time: { now: number }, hangs = false): Connected {
  const kept = new Map([['refresh', 'r-1']])
  return unwrap(
    openRest(
      flakyManifest(port),
      { settings: {}, allowedHosts: [`127.0.0.1:${port}`] },
      {
        secrets: {
          get: async name => kept.get(name) ?? null,
          set: async (name, value) => void (value === null ? kept.delete(name) : kept.set(name, value)),
        },
        wall: () => time.now,
        random: () => 0.5,
        sleep: async ms => {
          time.now += ms
        },
        limits: hangs ? IMPATIENT : PATIENT,
      },
    ),
  )
}

/** How often a sync that fails is tried again before the test says that it never gets through. */
const TRIES = 40

/**
 * Syncs as the schedule would: what failed is tried again when the source wants it to be, until everything is there, and
 * once more `later` (ms), for what changed meanwhile; `between` hears of the first time. Answers how many readings it
 * took, null where it gave up.
 */
export async function syncUntilThrough(
  folder: SyncedFolder,
  port: number,
  time: { now: number },
  later = 10 * MINUTE,
  between: () => void = () => {},
  hangs = false,
): Promise<number | null> {
  let through = 0
  for (let tries = 1; tries <= TRIES; tries++) {
    const connected = openFlaky(port, time, hangs)
    try {
      const deps = pagesDeps(folder, connected, { now: () => time.now, wall: () => time.now })
      const fresh = await syncFresh(deps)
      const history = !fresh.failure && fresh.historyLeft ? await syncHistory(deps, () => false) : null
      const failure = fresh.failure ?? history?.failure
      const bad = [...fresh.report.streams, ...(history?.report.streams ?? [])].some(stream => stream.error)
      if (!failure && !bad) {
        if (++through === 2) return tries
        between()
      }
      time.now += Math.max(later, failure?.retryAfterMs ?? 0)
    } finally {
      await connected.close()
    }
  }
  return null
}
