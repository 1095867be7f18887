import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { uidOf } from '../../../main/cache/uid.ts'
import { commands } from '../../../main/engine/commands.ts'
import { nameSlots } from '../../helpers/journal/name-slots.ts'

/** Arguments that are what a person wrote down as a whole: the numbers in it are theirs, and name no row. */
const WRITTEN = [
  'trigger.save',
  'playbook.save',
  'guardrails.set',
  'policy.hold',
  'retention.set',
  'channel.setSmtp',
  'source.add',
  'source.update',
]

/** What every other number in an argument counts. None of them names a row: that would mean another one elsewhere. */
const COUNTS: Record<string, string> = {
  chance: 'a probability',
  level: 'a probability',
  starts: 'how many',
  contacts: 'how many',
  firings: 'how many',
  followed: 'how many',
  closed: 'how many',
  wrong: 'how many',
  value: 'an estimate',
  low: 'an estimate',
  high: 'an estimate',
  lookAt: 'workspace time',
  perEuro: 'units of a currency for one euro',
  wallNow: 'machine time',
  undoMs: 'a length of time',
  scheduleMs: 'a length of time',
  'workspace.setClock at': 'workspace time',
  'workspace.setClock offset': 'a length of time',
  until: 'workspace time',
  upTo: 'workspace time',
  'unsent.accept from': 'workspace time',
  snoozedUntil: 'workspace time',
  seenAt: 'workspace time',
  saidAt: 'workspace time',
  dueAt: 'workspace time',
  closedAt: 'workspace time',
  judgedAt: 'workspace time',
  reopenedAt: 'workspace time',
  wakeAt: 'workspace time',
  version: 'how often a row was changed',
  'outcome.restore at': 'the version of the issue',
  attempts: 'how often a message was tried',
  dailyCap: 'interventions a day',
  riskFrom: 'a probability',
  riskTo: 'a probability',
  valueFrom: 'an amount of money',
  valueTo: 'an amount of money',
  minutesTo: 'a length of time',
  openedWithin: 'a length of time',
  ratios: 'how many times as often',
  bound: 'a probability',
  beganAt: 'workspace time',
  n: 'the place of a step in its run',
  steps: 'places of steps in their run',
  position: 'the place of an instruction in its playbook',
  approvedBefore: 'versions of playbooks, by their ids',
}

interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  type?: string | string[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  prefixItems?: Schema[]
}

/** The names of all arguments that are, hold or list numbers. */
function numbersIn(schema: Schema, name: string, root: Schema, seen = new Set<Schema>()): string[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  const within = (inner: Schema | undefined, as = name) => (inner ? numbersIn(inner, as, root, seen) : [])
  const isNumber = [schema.type].flat().some(type => type === 'integer' || type === 'number')
  const { $ref, items, additionalProperties: rest, anyOf = [], oneOf = [], allOf = [], prefixItems = [] } = schema
  return [
    ...(isNumber ? [name] : []),
    ...within($ref === undefined ? undefined : root.$defs?.[$ref.split('/').at(-1) ?? '']),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => within(inner, key)),
    ...within(typeof rest === 'object' ? rest : undefined),
    ...within(items),
    ...[...anyOf, ...oneOf, ...allOf, ...prefixItems].flatMap(inner => within(inner)),
  ]
}

const numbersOf = (args: z.ZodType): string[] => {
  const schema = z.toJSONSchema(args, { io: 'input', unrepresentable: 'any' }) as Schema
  return numbersIn(schema, '', schema)
}

describe('the arguments of a decision', () => {
  it.each([...commands.values()].filter(({ name }) => !WRITTEN.includes(name)))(
    'name no row by its number: $name',
    ({ name, args }) => {
      const unknown = numbersOf(args).filter(number => !(number in COUNTS || `${name} ${number}` in COUNTS))
      expect(unknown).toEqual([])
    },
  )

  it('would be found out, wherever a number stands in them', () => {
    const row = z.int().positive()
    const args = z.object({
      id: row,
      maybe: row.nullable().optional(),
      several: z.array(z.strictObject({ inner: row })),
      byName: z.record(z.string(), row),
      either: z.union([z.string(), row]),
    })
    expect(numbersOf(args)).toEqual(['id', 'maybe', 'inner', 'byName', 'either'])
  })

  it.each([...commands.values()])('name rows where the numbers of screens become uids: $name', ({ args }) => {
    expect(nameSlots(args).filter(({ isFound }) => !isFound)).toEqual([])
  })

  it('would be found out, wherever they name a row past that', () => {
    const row = uidOf('note')
    const args = z.object({
      found: z.array(z.object({ row: row.nullable().optional() })).default([]),
      either: z.union([z.literal('none'), row]),
      byName: z.record(z.string(), row),
      pair: z.tuple([row]),
      changed: z.object({ row }).transform(({ row }) => row),
      kinds: z.discriminatedUnion('kind', [z.object({ kind: z.literal('note'), row })]),
    })
    expect(nameSlots(args).map(({ isFound }) => isFound)).toEqual([true, false, false, false, false, false])
  })

  it('are explained here as long as they exist', () => {
    const used = [...commands.values()].flatMap(({ name, args }) =>
      numbersOf(args).flatMap(number => [number, `${name} ${number}`]),
    )
    expect(Object.keys(COUNTS).filter(key => !used.includes(key))).toEqual([])
    expect(WRITTEN.filter(name => !commands.has(name))).toEqual([])
  })
})
