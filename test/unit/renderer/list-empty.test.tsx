import { QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { createEngineClient, EngineProvider } from '../../../renderer/api/client.tsx'
import { ListEmpty } from '../../../renderer/screens/queue/list/list-empty.tsx'
import { HOUR } from '../../../shared/trigger/duration.ts'
import { NOON } from '../../helpers/builders.ts'

interface Drawn {
  error?: string | null
  newestAt?: number | null
  syncedAt?: number | null
  running?: string[]
  /** Whether each of its files was read in part. */
  files?: boolean[]
  /** Names of further sources, which failed as well; each was read an hour before the one before it. */
  others?: string[]
}

/** The empty list of a workspace with accounts and one source; `running` names the kinds of what runs. */
function drawn({
  error = null,
  newestAt = NOON - 3 * HOUR,
  syncedAt = null,
  running = [],
  files,
  others = [],
}: Drawn): string {
  const engine = createEngineClient({ call: () => new Promise(() => {}) })
  const { workspace, task, source } = engine.api
  const keep = (queryKey: readonly unknown[], value: unknown) => engine.queries.setQueryData(queryKey, value as never)
  keep(workspace.info.queryOptions().queryKey, { counts: { accounts: 2 }, now: NOON, clock: { mode: 'fixed' } })
  keep(source.list.queryOptions().queryKey, [
    {
      ...{ id: 1, name: 'Ledger', error, newestAt, syncedAt },
      ...(files && {
        kind: 'files',
        streams: files.map(readInPart => ({ readInPart })),
      }),
    },
    ...others.map((name, n) => ({ id: n + 2, name, error, newestAt: NOON - (4 + n) * HOUR, syncedAt: null })),
  ])
  keep(
    task.list.queryOptions().queryKey,
    running.map(kind => ({ kind, state: 'running' })),
  )
  return renderToStaticMarkup(
    <QueryClientProvider client={engine.queries}>
      <EngineProvider value={engine}>
        <ListEmpty />
      </EngineProvider>
    </QueryClientProvider>,
  )
}

it('claims that no trigger fires only where every source was read', () => {
  expect(drawn({})).toContain('No trigger is firing for any account')
  const failed = drawn({ error: 'Ledger does not accept the credentials.' })
  expect(failed).not.toContain('No trigger is firing')
  expect(failed).toContain('The last sync of Ledger failed')
  expect(failed).toContain('in the last 3 h')
})

it('names every source that failed, or how many more, and the age of the one read longest ago', () => {
  const error = 'The system does not accept the credentials.'
  expect(drawn({ error, others: ['Shop'] })).toMatch(/sync of Ledger and Shop failed.*in the last 4 h/)
  const many = drawn({ error, others: ['Shop', 'Desk', 'Bank'] })
  expect(many).toMatch(/sync of Ledger, Shop and 2 others failed.*in the last 6 h/)
  expect(drawn({ error, newestAt: null, others: ['Shop'] })).toContain('what happened there.')
})

it('says nothing of an age where a source that failed was never read', () => {
  expect(drawn({ error: 'Ledger is not reachable.', newestAt: null })).toContain('what happened there.')
})

it('claims nothing of files that were read in part, and what it knows of those that were read whole', () => {
  expect(drawn({ files: [false, true] })).toMatch(/Ledger was read in part.*nothing is predicted/)
  expect(drawn({ files: [false, false] })).toContain('No trigger is firing')
})

it('waits for what may bring issues, and not for what keeps the list from being filled', () => {
  for (const kind of ['sync', 'evaluate', 'sample']) expect(drawn({ running: [kind] })).toContain('Syncing')
  for (const kind of ['held', 'full', 'unwritable', 'backtest', 'update'])
    expect(drawn({ running: [kind] })).toContain('No trigger is firing')
})
