import { expect, it, onTestFinished } from 'vitest'
import { startBackground } from '../../../main/engine/background.ts'
import { createIdle } from '../../../main/engine/idle.ts'
import { createChanges } from '../../../main/engine/open/changes.ts'

/** What the background asks of the parts, written down; `gate` says which data are there, `runs` how long runs take. */
function aBackground() {
  const log: string[] = []
  const gate = { shut: false, filling: false, leads: true }
  const held = { runs: Promise.resolve() }
  const changes = createChanges()
  const note = (word: string) => () => void log.push(word)
  const later = (word: string) => async () => void log.push(word)
  const idle = createIdle({ turns: true, busy: () => false, announce: () => {} })
  const delivery = { drainIfDue: note('send') }
  const background = startBackground({
    workspace: {
      changes,
      noticeForeignWrites: note('look'),
      guard: { tick: () => {}, damaged: note('damaged') },
      leadership: { lead: async () => gate.leads },
      idle,
    },
    acting: {
      delivery,
      bulk: { settle: later('bulk') },
      lookAtFixes: note('fixes'),
      moveRunsIfDue: async () => {
        log.push('runs')
        await held.runs
      },
      logGhosts: later('ghosts'),
    },
    learning: { evaluateIfDue: later('evaluate') },
    privacy: { settle: async () => {} },
    findPromises: async () => {},
    sources: {
      outages: { settle: async () => {} },
      firstSync: later('first sync'),
      readIfDue: note('read'),
      halfRead: { shut: () => gate.shut, filling: () => gate.filling },
    },
  })
  onTestFinished(() => background.close())
  /** One turn, to its end, and what it did. */
  const turn = async () => {
    log.length = 0
    changes.publish('changed', { tables: ['outbox'] })
    await new Promise(resolve => setImmediate(resolve))
    return [...log]
  }
  return { background, changes, gate, held, log, turn }
}

it('fills a workspace that was never read, and turns at once when the outbox has changed', async () => {
  const { log, turn } = aBackground()
  expect(log).toEqual(['first sync'])
  expect(await turn()).toEqual(['look', 'read', 'send', 'fixes', 'bulk', 'runs', 'ghosts', 'evaluate'])
})

it('looks once more when something changes within a turn, but does not turn for each change', async () => {
  const { changes, held, log, turn } = aBackground()
  const runs = Promise.withResolvers<void>()
  held.runs = runs.promise
  await turn()
  log.length = 0
  changes.publish('changed', { tables: ['issue'] })
  expect(log).toEqual([])
  runs.resolve()
  await new Promise(resolve => setImmediate(resolve))
  expect(log).toEqual(['ghosts', 'evaluate', 'look', 'read', 'send', 'fixes', 'bulk', 'runs', 'ghosts', 'evaluate'])
  log.length = 0
  changes.publish('changed', { tables: ['issue'] })
  changes.publish('changed', { tables: ['task'] })
  await new Promise(resolve => setImmediate(resolve))
  expect(log).toEqual([])
})

it('only looks for what others have written while another process leads', async () => {
  const { gate, turn } = aBackground()
  gate.leads = false
  expect(await turn()).toEqual(['look'])
})

it('reads and sends on half-read data, but lets no run and no evaluation go on', async () => {
  const { gate, turn } = aBackground()
  gate.shut = true
  expect(await turn()).toEqual(['look', 'read', 'send', 'fixes', 'bulk'])
})

it('sends nothing while the sample is filled: its past sends for itself', async () => {
  const { gate, turn } = aBackground()
  gate.shut = gate.filling = true
  expect(await turn()).toEqual(['look', 'read', 'fixes', 'bulk'])
})

it.each([
  ['SQLITE_CORRUPT', ['runs', 'damaged']],
  ['SQLITE_BUSY', ['runs']],
])('a turn that SQLite ends with %s tells of a damaged file only', async (code, last) => {
  const { held, turn } = aBackground()
  held.runs = Promise.reject(Object.assign(new Error(code), { code }))
  expect((await turn()).slice(-last.length)).toEqual(last)
})

it('closes once the turn that is under way has ended, and does not begin the rest of it', async () => {
  const { background, held, log, turn } = aBackground()
  const runs = Promise.withResolvers<void>()
  held.runs = runs.promise
  expect((await turn()).at(-1)).toBe('runs')
  const closed = background.close().then(() => log.push('closed'))
  runs.resolve()
  await closed
  expect(log.slice(-2)).toEqual(['runs', 'closed'])
  expect(await turn()).toEqual([])
})
