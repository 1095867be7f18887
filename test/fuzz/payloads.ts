import { isContractProcedure } from '@orpc/contract'
import { z } from 'zod'
import { listCalls } from '../../main/cli/call.ts'
import { contract } from '../../shared/contract/whole/contract.ts'
import { fromSchema, type Schema } from './from-schema.ts'
import { hostile, type Json, written } from './hostile.ts'
import type { Known } from './known.ts'
import { mutated } from './mutate.ts'
import type { Pick } from './pick.ts'

/** A call of the contract with an input, as JSON text. */
export interface Payload {
  call: string
  input: string
}

/** Every procedure of the contract with the schema of what it takes; null where it takes nothing. */
export const procedures: readonly { call: string; schema: Schema | null }[] = listCalls().map(({ name }) => {
  const found = name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], contract)
  const input = isContractProcedure(found) ? found['~orpc'].inputSchema : undefined
  if (!(input instanceof z.ZodType)) return { call: name, schema: null }
  return { call: name, schema: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema }
})

/** An input that fits, nearly fits, or has nothing to do with what the call takes. */
function inputOf(call: string, schema: Schema | null, pick: Pick, known: Known): Json | undefined {
  if (!schema) return pick.happens(0.5) ? undefined : hostile(pick)
  const examples = known.examples(call)
  const fitting = () =>
    examples.length > 0 && pick.happens(0.7) ? pick.one(examples) : fromSchema(schema, pick, known)
  const way = pick.uniform()
  if (way < 0.4) return fitting()
  if (way < 0.92) return mutated(fitting(), pick)
  return hostile(pick)
}

export const payloadOf = (call: string, schema: Schema | null, pick: Pick, known: Known): Payload => {
  const input = inputOf(call, schema, pick, known)
  return { call, input: input === undefined ? '' : written(input) }
}

/** The types that the router's protocol knows beside those of JSON, put where nothing of them is. */
const META: Json[] = [
  ...[[[0]], [[1, 'a']], [[3, '__proto__', 'polluted']], [[2, 'constructor', 'prototype']], [['x']], [[99, 'id']]],
  ...[[[5, 'ids', 0]], [[6, 'ids']], [[7]], [[4, 'id']], 'x', { length: 3 }, [null]],
]

/** A payload as the frame that a page would send; with a `pick`, now and then with what the protocol allows beside it. */
export function frameOf({ call, input }: Payload, id: string, pick?: Pick): string {
  const path = `/${call.replaceAll('.', '/')}`
  const json = input === '' ? '' : `"json":${input}`
  const meta = pick?.happens(0.05) ? `"meta":${JSON.stringify(pick.one(META))}` : ''
  const body = [json, meta].filter(Boolean).join(',')
  return `{"i":${JSON.stringify(id)},"p":{"u":${JSON.stringify(path)},"b":{${body}}}}`
}
