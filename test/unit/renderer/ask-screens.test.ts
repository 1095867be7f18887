import { expect, it } from 'vitest'
import { createEngineClient, type Engine } from '../../../renderer/api/client.tsx'
import { askOutbox } from '../../../renderer/screens/outbox/outbox-screen.tsx'
import { askPlaybooks } from '../../../renderer/screens/playbooks/playbooks-screen.tsx'
import { askSources } from '../../../renderer/screens/sources/sources-screen.tsx'
import { askTriggers } from '../../../renderer/screens/triggers/triggers-screen.tsx'
import { until } from '../../helpers/until.ts'

/** An engine that answers as `answers` say, else with an empty list, and notes all that it is asked. */
function engineWith(answers: Record<string, unknown> = {}) {
  const asked: [string, unknown][] = []
  const engine = createEngineClient({
    call: async (path, input) => {
      const name = path.join('.')
      asked.push([name, input])
      return answers[name] ?? []
    },
  })
  return { asked, engine }
}

const names = (asked: readonly [string, unknown][]) => asked.map(([name]) => name).sort()

const PLAYBOOKS = [
  { id: 'b', name: 'Write', categories: ['usage'] },
  { id: 'a', name: 'Call', categories: ['access'] },
]

it('a screen that is asked for ahead is asked for once', async () => {
  const asks: [(engine: Engine) => void, string[]][] = [
    [askOutbox, ['channel.list', 'channel.smtp', 'outbox.list', 'outbox.list']],
    [askTriggers, ['autopilot.list', 'trigger.backtestData', 'trigger.keptActivity', 'trigger.list', 'trigger.words']],
    [
      askSources,
      [
        'identity.merges',
        'identity.proposals',
        'signal.lanes',
        'source.gaps',
        'source.manifests',
        'ticket.list',
        'ticket.topics',
      ],
    ],
  ]
  for (const [ask, expected] of asks) {
    const { asked, engine } = engineWith()
    ask(engine)
    await until(() => engine.queries.isFetching() === 0)
    ask(engine)
    await until(() => engine.queries.isFetching() === 0)
    expect(names(asked)).toEqual(expected)
  }
})

it('of playbooks, the first by name is asked for, and tried only where there is an issue to try it on', async () => {
  const without = engineWith({ 'playbook.list': PLAYBOOKS })
  await askPlaybooks(without.engine)
  expect(without.asked).toContainEqual(['queue.list', { category: 'access', limit: 20 }])
  expect(without.asked).toContainEqual(['playbook.versions', { id: 'a' }])
  expect(names(without.asked)).not.toContain('playbook.dryRun')
  const some = engineWith({ 'playbook.list': PLAYBOOKS, 'queue.list': [{ id: 7 }] })
  await askPlaybooks(some.engine)
  expect(some.asked).toContainEqual(['playbook.dryRun', { id: 'a' }])
  const none = engineWith()
  await askPlaybooks(none.engine)
  expect(names(none.asked)).toEqual(['playbook.list'])
})
