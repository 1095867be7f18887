import { beforeEach, describe, expect, it } from 'vitest'
import { createEngineClient } from '../../../renderer/api/client.tsx'
import { askAhead } from '../../../renderer/screens/queue/ask-ahead.ts'
import { useDrafts } from '../../../renderer/state/drafts.ts'

interface Row {
  state: string
  category: string
}

const OPEN: Row = { state: 'open', category: 'usage' }

/** An engine whose issue 7 is of account 70, with two playbooks; it notes all that it is asked. */
function engineWith(row: Row, suggestions: readonly object[]) {
  const asked: [string, unknown][] = []
  const engine = createEngineClient({
    call: async (path, input) => {
      const name = path.join('.')
      asked.push([name, input])
      if (name === 'issue.get') return { row: { id: 7, ...row }, account: { id: 70 }, suggestions }
      return name === 'account.timeline' ? { entries: [], total: 0 } : {}
    },
  })
  return { asked, ask: () => askAhead(engine, 7) }
}

const SUGGESTED = [
  { playbookId: 'call', suggested: false },
  { playbookId: 'write', suggested: true },
]

const SHOWN: [string, unknown][] = [
  ['issue.get', { id: 7 }],
  ['model.history', { issueId: 7 }],
  ['issue.similar', { id: 7 }],
  ['desk.about', { issueId: 7 }],
  ['account.timeline', { id: 70, limit: 100, only: [], search: '' }],
]

describe('an issue that a key leads to', () => {
  beforeEach(() => useDrafts.setState(useDrafts.getInitialState()))

  it('is asked for with all that is shown of it, and once', async () => {
    const { asked, ask } = engineWith(OPEN, SUGGESTED)
    await ask()
    await ask()
    expect(asked).toEqual([...SHOWN, ['intervention.preview', { issueId: 7, playbookId: 'write' }]])
  })

  it('is asked for with the playbook that was chosen and the text that was typed', async () => {
    useDrafts.getState().choose(7, 'call')
    useDrafts.getState().edit('7:call', { text: 'Hello' })
    useDrafts.getState().edit('7:write', { text: 'for the other one' })
    const { asked, ask } = engineWith(OPEN, SUGGESTED)
    await ask()
    expect(asked.at(-1)).toEqual(['intervention.preview', { issueId: 7, playbookId: 'call', text: 'Hello' }])
  })

  it('of a delivery comes with what is open at its account', async () => {
    const { asked, ask } = engineWith({ ...OPEN, category: 'fulfilment' }, SUGGESTED)
    await ask()
    expect(asked).toContainEqual(['account.arrivals', { id: 70 }])
  })

  it('without a playbook, or acted on already, has no message to ask for', async () => {
    for (const [row, suggestions] of [
      [OPEN, []],
      [{ ...OPEN, state: 'acting' }, SUGGESTED],
      [{ ...OPEN, state: 'closed' }, SUGGESTED],
    ] as const) {
      const { asked, ask } = engineWith(row, suggestions)
      await ask()
      expect(asked).toEqual(SHOWN)
    }
  })
})
