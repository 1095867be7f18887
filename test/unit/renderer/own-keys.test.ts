import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTION_NAMES, type ActionName, KEY_ACTIONS } from '../../../renderer/parts/keys/actions.ts'
import {
  areOneKey,
  clashesOf,
  keysFor,
  mayMeet,
  type OwnKeys,
  readOwnKeys,
  swappedKeys,
  unfitKey,
  withKey,
  withReset,
} from '../../../renderer/parts/keys/own-keys.ts'
import { unansweredWords } from '../../../renderer/parts/keys/unanswered.ts'

/** Screens whose own key replaces one of the shell. */
const REPLACED: readonly (readonly [ActionName, ActionName])[] = [['account', 'approval.approve']]

const sources = readdirSync('renderer', { recursive: true, encoding: 'utf8' })
  .filter(path => /\.tsx?$/.test(path) && !path.includes('parts/keys/'))
  .map(path => readFileSync(join('renderer', path), 'utf8'))
  .join('\n')

describe('the table of keys', () => {
  it('gives no key to two actions that work in the same place', () => {
    const clashes = ACTION_NAMES.flatMap((one, at) =>
      ACTION_NAMES.slice(at + 1)
        .filter(other => mayMeet(one, other) && areOneKey(KEY_ACTIONS[one].keys, KEY_ACTIONS[other].keys))
        .map(other => [one, other] as const),
    )
    expect(clashes.filter(pair => !REPLACED.some(known => known.join() === pair.join()))).toEqual([])
  })

  it('holds only keys that a person could choose', () => {
    for (const name of ACTION_NAMES) expect([name, unfitKey(name, KEY_ACTIONS[name].keys)]).toEqual([name, null])
  })

  it('lists no action that no screen has', () => {
    const isUsed = (name: string) =>
      sources.includes(`'${name}'`) || /^(outcome|settle)\./.test(name) || name === 'account'
    expect(ACTION_NAMES.filter(name => !isUsed(name))).toEqual([])
  })

  it('is the only place with keys that can be changed', () => {
    const fixed = /keys: '(escape|(shift\+)?arrow(up|down)|page(up|down)|home|end)'/
    const strays = sources.match(/\bkeys: '[^']+'/g)?.filter(found => !fixed.test(found)) ?? []
    expect(strays).toEqual([])
  })
})

describe('a key of one’s own', () => {
  const snoozeOnH: OwnKeys = { 'act.snooze': 'u' }

  it('replaces the built-in one, and the built-in one is not kept', () => {
    expect(keysFor(withKey({}, 'act.snooze', 'u'), 'act.snooze')).toBe('u')
    expect(withKey(snoozeOnH, 'act.snooze', KEY_ACTIONS['act.snooze'].keys)).toEqual({})
  })

  it('clashes with what it would take, also where it is the first half of a pair', () => {
    expect(clashesOf({}, 'act.snooze', 'c')).toEqual(['act.claim'])
    expect(clashesOf({}, 'act.snooze', 'j q')).toEqual(['rows.next'])
    expect(clashesOf({}, 'act.snooze', 'u')).toEqual([])
    expect(clashesOf(snoozeOnH, 'act.dismiss', 'u')).toEqual(['act.snooze'])
  })

  it('may be the key of an action of another screen', () => {
    expect(clashesOf({}, 'outage.copy', 's')).toEqual([])
    expect(clashesOf({}, 'outage.copy', 'z')).toEqual(['undo'])
  })

  it('is exchanged with another where nobody else loses a key', () => {
    const swapped = swappedKeys({}, 'act.snooze', 'act.claim') ?? {}
    expect([keysFor(swapped, 'act.snooze'), keysFor(swapped, 'act.claim')]).toEqual(['c', 's'])
    // Undo works everywhere, so the key it would get must be free on every screen.
    expect(swappedKeys({}, 'act.resolve', 'undo')).toBeNull()
  })

  it('is reset together with the one that has taken its built-in key', () => {
    const swapped = swappedKeys({ 'act.write': 'u' }, 'act.snooze', 'act.claim') ?? {}
    expect(withReset(swapped, 'act.snooze')).toEqual({ 'act.write': 'u' })
    expect(withReset(swapped, 'act.write')).toEqual({ 'act.snooze': 'c', 'act.claim': 's' })
  })

  it.each([
    ['act.snooze', 'escape', 'is fixed'],
    ['act.snooze', 'mod+c', 'belongs to'],
    ['act.snooze', 'g 3', 'opens a view'],
    ['act.snooze', 'g', 'begins a pair'],
    ['editor.save', 's', 'while you type'],
    ['act.snooze', 'a b c', 'is not a key'],
  ] as const)('of %s cannot be %s: it %s', (name, keys, why) => {
    expect(unfitKey(name, keys)).toContain(why)
  })
})

describe('kept keys', () => {
  it('are read as they were written', () => {
    expect(readOwnKeys(JSON.stringify({ 'act.snooze': 'u' }))).toEqual({ own: { 'act.snooze': 'u' }, dropped: [] })
    expect(readOwnKeys(null)).toEqual({ own: {}, dropped: [] })
  })

  it('that cannot be used are left out and named', () => {
    const kept = { 'act.snooze': 'u', 'no.such': 'q', 'act.claim': 'escape', 'act.dismiss': 7, 'act.resolve': 'j' }
    expect(readOwnKeys(JSON.stringify(kept))).toEqual({
      own: { 'act.snooze': 'u' },
      dropped: ['no.such', 'claim or release', 'dismiss', 'resolve'],
    })
  })

  it('leave every action with a key of its own, whatever was kept', () => {
    const key = fc.constantFrom('j', 'c', 's', 'd', 'u', 'g q', 'z', 'enter', 'escape')
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ACTION_NAMES), key), kept => {
        const { own } = readOwnKeys(JSON.stringify(kept))
        for (const name of ACTION_NAMES) expect(clashesOf(own, name, keysFor(own, name))).toEqual([])
      }),
    )
  })

  it.each(['', 'no json', '[]', '7'])('that are damaged (%j) count as none, and that is said', text => {
    expect(readOwnKeys(text)).toEqual({ own: {}, dropped: ['all of them'] })
  })
})

it('no sentence of the page names a key by its letter, which a person may have changed', () => {
  const root = join(import.meta.dirname, '../../../renderer')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.tsx'))
  const naming = files.filter(file =>
    /\b(?:[Pp]ress|with|by) [a-z](?:[ .,<'"`]| to)(?!\w)|· [⇧⌃⌘] [a-z]\b/.test(
      readFileSync(join(root, file), 'utf8').replace(/^\s*(?:\/?\*|\/\/).*$/gm, ''),
    ),
  )
  expect(naming).toEqual([])
})

describe('a key with nothing to act on', () => {
  it('is answered on the screens on which it can do something, by its name', () => {
    expect(unansweredWords({}, 'queue', 'enter')).toBe('⏎ (send the message) has no effect here right now')
    expect(unansweredWords({}, 'incidents', 'enter')).toContain('open its issue')
    expect(unansweredWords({}, 'settings', 'enter')).toBeNull()
  })

  it('is answered without a name where it means several things, and as the person’s own key', () => {
    expect(unansweredWords({}, 'outbox', 'd')).toBe('d has no effect here right now')
    expect(unansweredWords({ 'act.send': 'mod+j' }, 'queue', 'enter')).toBeNull()
    expect(unansweredWords({ 'act.send': 'mod+j' }, 'queue', 'mod+j')).toContain('(send the message)')
  })

  it('is none of the keys that work everywhere, or that are no action’s', () => {
    for (const stroke of ['mod+k', '?', 'f5', 'tab', 'arrowup']) expect(unansweredWords({}, 'queue', stroke)).toBeNull()
  })
})
