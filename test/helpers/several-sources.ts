import { query } from '../../main/cache/db.ts'
import { recogniseAccounts } from '../../main/engine/learning/identity.ts'
import type { AccountRecord, SyncRecord } from '../../main/record/record.ts'
import { upsertBatch } from '../../main/sync/upsert/upsert.ts'
import { NOON } from './builders.ts'
import { aCache, type TestCache } from './cache.ts'
import { bareAccount, bareContact, bareEvent, by } from './records.ts'

/** Source ids and slugs of a workspace that several systems fill. */
export const SOURCES = ['crm', 'billing', 'desk'] as const
export type SourceName = (typeof SOURCES)[number]

export type Told = { source: SourceName; record: SyncRecord }

export const account = (source: SourceName, externalId: string, some: Partial<AccountRecord> = {}): Told => ({
  source,
  record: bareAccount({ externalId, name: `Company ${externalId}`, ...some }),
})
export const contact = (source: SourceName, of: string, email: string): Told => ({
  source,
  record: bareContact({ externalId: `${of}/${email}`, account: by(of), email }),
})
export const event = (source: SourceName, of: string, n: number): Told => ({
  source,
  record: bareEvent({ externalId: `${of}#${n}`, account: by(of), at: NOON - n * 1_000, value: n }),
})

export interface SeveralSources extends TestCache {
  /** Writes what sources tell, one batch for each run of one source, and returns the records that were refused. */
  tell(told: readonly Told[]): Promise<Told[]>
  recognise(): Promise<{ merged: number; separated: number }>
  /** Groups of uids that stand as one, each in order, the leader first. */
  groups(): string[][]
}

/** The number of an account. */
export const idOf = ({ read }: SeveralSources, uid: string): number =>
  read.get(query<{ id: number }>('SELECT id FROM account WHERE uid = ?', [uid]))?.id ?? 0

export function severalSources(): SeveralSources {
  const cache = aCache()
  const { connection, writer, read } = cache
  SOURCES.forEach((slug, n) => {
    connection
      .prepare("INSERT INTO source (id, slug, kind, name, config) VALUES (?, ?, 'files', ?, '{}')")
      .run(n + 1, slug, slug)
  })
  return {
    ...cache,
    tell: async told => {
      const refused: Told[] = []
      for (const one of told) {
        const id = SOURCES.indexOf(one.source) + 1
        const row = { record: one.record, line: 1, raw: '' }
        const report = await writer.write('steady', tx => upsertBatch(tx, id, one.source, 'all', [row], NOON))
        if (report.rejected.length > 0) refused.push(one)
      }
      return refused
    },
    recognise: async () => {
      const done = await recogniseAccounts({ writer, read, now: NOON, signal: new AbortController().signal })
      // Evaluation comes next and takes these.
      await writer.write('steady', tx => tx.run({ write: 'DELETE FROM dirty', params: [] }))
      return done
    },
    groups: () => {
      const rows = read.all(
        query<{ uid: string; leader: string }>(
          `SELECT a.uid, l.uid AS leader FROM account a JOIN account l ON l.id = a.merged_into ORDER BY a.uid`,
        ),
      )
      const found = Map.groupBy(rows, ({ leader }) => leader)
      return [...found].map(([leader, of]) => [leader, ...of.map(({ uid }) => uid)]).sort()
    },
  }
}
