import { QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { createEngineClient, EngineProvider } from '../../../renderer/api/client.tsx'
import { DamageBar } from '../../../renderer/shell/damage-bar.tsx'

/** The bar of a workspace that another console leads or not, and that is damaged or not. */
function drawn({ shared, damaged }: { shared: boolean; damaged: boolean }): string {
  const engine = createEngineClient({ call: () => new Promise(() => {}) })
  const { workspace, task } = engine.api
  engine.queries.setQueryData(workspace.safety.queryOptions().queryKey, {
    readOnly: false,
    damaged,
    backups: [],
  } as never)
  engine.queries.setQueryData(task.list.queryOptions().queryKey, [])
  engine.queries.setQueryData(workspace.info.queryOptions().queryKey, { shared } as never)
  return renderToStaticMarkup(
    <QueryClientProvider client={engine.queries}>
      <EngineProvider value={engine}>
        <DamageBar />
      </EngineProvider>
    </QueryClientProvider>,
  )
}

it('says that another console has the workspace open, unless there is something worse to say', () => {
  expect(drawn({ shared: true, damaged: false })).toContain(
    'Another Forestall on this computer has this workspace open.',
  )
  expect(drawn({ shared: false, damaged: false })).toBe('')
  const damaged = drawn({ shared: true, damaged: true })
  expect(damaged).toContain('is damaged')
  expect(damaged).not.toContain('Another Forestall')
})
