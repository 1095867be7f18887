import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { type Client, createEngineClient } from '../../../renderer/api/client.tsx'
import { tellIdle } from '../../../renderer/api/idle.ts'
import { useFetching } from '../../../renderer/state/desk/fetching.tsx'
import { useLive } from '../../../renderer/state/live.ts'
import { until } from '../../helpers/until.ts'

beforeEach(() => {
  useLive.setState({ state: 'live', behind: false })
  useFetching.setState({ places: 0 })
})

/** A page whose engine answers when a test lets it; `said` is what stands on the document. */
function aPage() {
  const asked: { path: string; answer: (value: unknown) => void }[] = []
  const engine = createEngineClient({
    call: path => new Promise(answer => asked.push({ path: path.join('.'), answer })),
  })
  const element = { dataset: {} as Record<string, string> }
  tellIdle(engine, element as unknown as HTMLElement)
  return {
    engine,
    said: () => element.dataset.idle,
    /** Answers the oldest call of that name that waits. */
    answer: (name: string, value: unknown) => {
      const at = asked.findIndex(({ path }) => path === name)
      asked.splice(at, 1)[0]?.answer(value)
    },
    waits: (name: string) => asked.some(({ path }) => path === name),
  }
}

/** A page at rest. */
async function anIdlePage() {
  const page = aPage()
  await until(() => page.waits('task.idle'))
  page.answer('task.idle', { idle: true })
  await until(() => page.said() === 'true')
  return page
}

it('the page is not at rest before the engine says that it is', async () => {
  const page = aPage()
  expect(page.said()).toBe('false')
  await until(() => page.waits('task.idle'))
  page.answer('task.idle', { idle: false })
  await until(() => page.engine.queries.isFetching() === 0)
  expect(page.said()).toBe('false')
})

it('a decision ends the rest within the call, until the engine has been asked again', async () => {
  const page = await anIdlePage()
  const pause = page.engine.api.outbox.pause.mutationOptions()
  const decided = page.engine.queries.getMutationCache().build(page.engine.queries, pause).execute({ paused: true })
  expect(page.said()).toBe('false')
  await until(() => page.waits('outbox.pause'))
  page.answer('outbox.pause', { journalId: 'j' } satisfies Awaited<ReturnType<Client['outbox']['pause']>>)
  await decided
  expect(page.said()).toBe('false')
  await until(() => page.waits('task.idle'))
  page.answer('task.idle', { idle: true })
  await until(() => page.said() === 'true')
})

it('a page that waits for an answer, has changes to follow, or has lost its engine is not at rest', async () => {
  const page = await anIdlePage()
  const reading = page.engine.queries.fetchQuery(page.engine.api.task.list.queryOptions())
  expect(page.said()).toBe('false')
  await until(() => page.waits('task.list'))
  page.answer('task.list', [])
  await reading
  await until(() => page.said() === 'true')
  useLive.getState().fallBehind(true)
  expect(page.said()).toBe('false')
  useLive.getState().fallBehind(false)
  await until(() => page.said() === 'true')
  useLive.getState().set('lost')
  expect(page.said()).toBe('false')
})

it('a page that fetches the code of a screen is not at rest, although no question is open yet', async () => {
  const page = await anIdlePage()
  useFetching.setState({ places: 1 })
  expect(page.said()).toBe('false')
  useFetching.setState({ places: 0 })
  await until(() => page.said() === 'true')
})

it('every place that waits for code says so, or the page would seem to be at rest', () => {
  const renderer = join(import.meta.dirname, '../../../renderer')
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.tsx'))
  const found = (sign: RegExp) =>
    files.flatMap(name =>
      (readFileSync(join(renderer, name), 'utf8').match(sign) ?? []).map(text => `${name}: ${text}`),
    )
  // React's own way says nothing, and holds what it shows meanwhile for 300 ms.
  expect(found(/<Suspense\b[^>]*>|\blazy\(/g)).toEqual([])
  expect(found(/ = later\(async/g).length).toBeGreaterThan(5)
  // Where another sign stands for a part, that sign says so too.
  const others = found(/\blater\(.+, \w+\)$/gm)
  expect(others).toEqual(['shell/screen.tsx: later(load, LoadingScreen)'])
  expect(readFileSync(join(renderer, 'shell/loading-screen.tsx'), 'utf8')).toContain('<Fetching />')
})
