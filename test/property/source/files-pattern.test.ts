import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SORTED } from '../../../main/sync/files/parse-protocol.ts'
import { unwrap } from '../../../shared/result.ts'
import type { FilesConfig } from '../../../shared/source/mapping.ts'
import { isWhole } from '../../helpers/depth.ts'
import { aSyncedFolder, type SyncedFolder } from '../../helpers/synced-folder.ts'

const config: FilesConfig = {
  streams: [
    {
      name: 'accounts',
      path: 'accounts.csv',
      mapping: { record: 'account', id: { field: 'id', type: 'text' }, properties: {} },
    },
    {
      name: 'events',
      path: 'in/part-*',
      mapping: {
        record: 'event',
        id: { field: 'id', type: 'text' },
        account: { by: 'id', field: 'account' },
        kind: { const: 'login' },
        at: { field: 'at', type: 'date', format: 'unix_s' },
        properties: { version: { field: 'version', type: 'text' } },
      },
    },
  ],
}

/** A file of events, each with an id of its own; the first rows fit nobody. Never fewer rows than before: files grow. */
interface Part {
  kind: 'csv' | 'ndjson' | 'ndjson.gz' | 'json'
  rows: number
  version: number
  misfits: number
}
type Step = { do: 'write'; part: number; more: number; misfits: number } | { do: 'sync' } | { do: 'cut'; after: number }

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('write' as const),
      part: fc.nat(3),
      more: fc.oneof(fc.nat(300), fc.constant(SORTED + 500)),
      misfits: fc.nat(2),
    }),
    fc.constant({ do: 'sync' as const }),
    fc.record({ do: fc.constant('cut' as const), after: fc.nat(5_000) }),
  ),
  { minLength: 3, maxLength: 8 },
)
const KINDS = ['csv', 'ndjson', 'ndjson.gz', 'json'] as const

function write(dir: string, n: number, { kind, rows, version, misfits }: Part): void {
  const row = (id: string, account: string, at: number) => ({
    id,
    account,
    at: 1_700_000_000 + at,
    version: `v${version}`,
  })
  const all = [
    // What once fitted stays, so what fits nobody has ids that never did.
    ...Array.from({ length: misfits }, (_, at) => row(`x${n}-${at}`, 'nobody', at)),
    ...Array.from({ length: rows }, (_, at) => row(`p${n}-${at}`, `A-${at % 20}`, at)),
  ]
  const lines = all.map(one => JSON.stringify(one)).join('\n')
  const csv = ['id,account,at,version', ...all.map(one => Object.values(one).join(','))].join('\n')
  const text = kind === 'csv' ? csv : kind === 'json' ? `{"list": ${JSON.stringify(all)}}` : lines
  const file = join(dir, 'in', `part-${n}.${kind}`)
  writeFileSync(file, kind === 'ndjson.gz' ? gzipSync(text) : text)
  // Written twice within a millisecond and of the same size, a change could not be told.
  utimesSync(file, 1_700_000_000, 1_700_000_000 + version)
}

const cut = (folder: SyncedFolder, after: number) => {
  const abort = new AbortController()
  const onProgress = (done: number, _total: number | null, unit: string) => {
    if (unit === 'rows' && done >= after) abort.abort()
  }
  return folder.sync(config, { signal: abort.signal, onProgress })
}
const found = (folder: SyncedFolder) => ({
  events: folder.connection.prepare('SELECT external_id, at, properties FROM event ORDER BY 1').raw().all(),
  quarantine: folder.connection.prepare('SELECT raw, reason FROM quarantine ORDER BY raw').raw().all(),
  rows: folder.connection.prepare(`SELECT rows FROM stream WHERE name = 'events'`).pluck().get(),
})

/** A row that fitted nobody is gone from the file whose second reading is cut off. */
const CUT_WHILE_CORRECTED: Step[] = [
  { do: 'write', part: 1, more: 0, misfits: 0 },
  { do: 'sync' },
  { do: 'write', part: 0, more: SORTED + 500, misfits: 0 },
  { do: 'cut', after: 21 },
  { do: 'sync' },
]

it('files of a pattern that come, grow and change, with syncs that are cut off between, end as if read once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async history => {
      const [folder, fresh] = [aSyncedFolder(), aSyncedFolder()]
      try {
        for (const { dir } of [folder, fresh]) {
          mkdirSync(join(dir, 'in'))
          writeFileSync(join(dir, 'accounts.csv'), ['id', ...Array.from({ length: 20 }, (_, n) => `A-${n}`)].join('\n'))
        }
        const parts = new Map<number, Part>()
        let version = 0
        const grow = (n: number, more: number, misfits: number) => {
          const kind = KINDS[n] ?? 'csv'
          const rows = Math.max(4, (parts.get(n)?.rows ?? 0) + more)
          parts.set(n, { kind, rows, version: ++version, misfits })
          write(folder.dir, n, parts.get(n) as Part)
        }
        grow(0, 10, 1)
        for (const step of history as Step[]) {
          if (step.do === 'write') grow(step.part, step.more, step.misfits)
          else unwrap(step.do === 'sync' ? await folder.sync(config) : await cut(folder, step.after))
        }
        unwrap(await folder.sync(config))
        for (const [n, part] of parts) write(fresh.dir, n, part)
        unwrap(await fresh.sync(config))
        const [ours, theirs] = [found(folder), found(fresh)]
        expect(ours.events).toEqual(theirs.events)
        expect(ours.quarantine).toEqual(theirs.quarantine)
        expect(ours.rows).toBe(theirs.rows)
      } finally {
        for (const one of [folder, fresh]) {
          one.close()
          rmSync(one.dir, { recursive: true, force: true })
        }
      }
    }),
    {
      numRuns: Number(process.env.HISTORIES ?? (isWhole ? 5 : 2)),
      endOnFailure: true,
      examples: [[CUT_WHILE_CORRECTED]],
    },
  )
})
