import { expect, it } from 'vitest'
import { causeName } from '../../../renderer/screens/triggers/cause-row.tsx'
import { eventFields, eventKinds } from '../../../renderer/screens/triggers/event-fields.ts'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'

const field = (name: string, numeric: boolean, values: string[] = []) => ({ name, numeric, values })
const words: TriggerWords = {
  events: [
    { kind: 'feature_used', fields: [field('feature', false, ['export', 'share']), field('value', true)] },
    { kind: 'task_completed', fields: [field('feature', false, ['search']), field('minutes', true)] },
    { kind: 'payment_failed', fields: [field('card', false, ['visa'])] },
  ],
  objects: [],
  attributes: [],
  minor: [],
}

it('a kind that is one word for many has the properties of them all, each once', () => {
  expect(eventFields(words, 'payment_failed').map(({ name }) => name)).toEqual(['card'])
  const any = eventFields(words, 'activity')
  expect(any.map(({ name }) => name)).toEqual(['feature', 'value', 'minutes'])
  expect(any[0]?.values).toEqual(['export', 'search', 'share'])
  expect(eventFields(undefined, 'activity')).toEqual([])
})

it('a property with too many values of one kind to list has too many of all', () => {
  const many = { ...words, events: [...words.events, { kind: 'login', fields: [field('feature', true)] }] }
  expect(eventFields(many, 'activity')[0]).toEqual({ name: 'feature', numeric: false, values: [] })
})

it('any activity can be chosen where something is active', () => {
  expect(eventKinds(words)).toEqual(['activity', 'feature_used', 'task_completed', 'payment_failed'])
  expect(eventKinds({ ...words, events: words.events.slice(2) })).toEqual(['payment_failed'])
})

it('a shared cause is named by a property in any writing', () => {
  expect(causeName('feature_name')).toBe('feature name')
  expect(causeName('Größe')).toBe('grosse')
  expect(causeName('2nd_depot')).toBe('nd depot')
  for (const name of ['経路', '123', '', 'trigger', 'x'.repeat(90)])
    expect(causeName(name)).toMatch(/^[a-z][a-z0-9 -]{0,39}$/)
})
