import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scopeOf } from '../../../main/intervention/playbook/fields.ts'
import { exampleOf } from '../../../main/outbox/channels/example.ts'
import { compileRequest } from '../../../main/source/rest/request.ts'
import aTrigger from '../../../resources/triggers/usage-down.json' with { type: 'json' }
import { own, setOwn } from '../../../shared/foreign/own.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { fromSchema, type Schema } from '../../fuzz/from-schema.ts'
import type { Known } from '../../fuzz/known.ts'
import { procedures } from '../../fuzz/payloads.ts'
import { picking } from '../../fuzz/pick.ts'
import { NOON } from '../../helpers/builders.ts'
import { aWorkspace } from '../../helpers/called-workspace.ts'
import { runs } from '../../helpers/depth.ts'
import { type Call, readFiles } from '../../helpers/full-workspace.ts'

/** Words that a look-up in a plain object would find although nobody put them there. */
const WORDS = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'isPrototypeOf']
const dotted = WORDS.flatMap(word => [`properties.${word}`, `${word}.name`, `${word}.polluted`, `evidence.${word}`])
const FOREIGN: Known = { words: () => [...WORDS, ...dotted], numbers: () => [1, 2], examples: () => [] }
/** They would write beside the workspace, or leave it. */
const ELSEWHERE = new Set(['workspace.open', 'workspace.create', 'workspace.restore', 'workspace.salvage'])
const ROUNDS = runs(12)

/** What every object, function and list of the program inherits. */
const inherited = () => [Object.prototype, Function.prototype, Array.prototype, Object].map(Object.getOwnPropertyNames)

const procedureOf = (call: Call, name: string) =>
  name.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], call) as (
    input: unknown,
  ) => Promise<unknown>

/** What a call says of an input; an error that nobody expected, or a word's inherited meaning, is a fault. */
async function faultOf(call: Call, name: string, input: unknown): Promise<string[]> {
  try {
    const answer = JSON.stringify(await procedureOf(call, name)(input)) ?? ''
    return /\[native code\]|\[object Object\]/.test(answer) ? [`${name}: ${answer.slice(0, 300)}`] : []
  } catch (error) {
    const isSaid = error instanceof Error && 'defined' in error && (error.defined || isRefusedInput(error))
    return isSaid ? [] : [`${name} ${JSON.stringify(input).slice(0, 300)}: ${String(error)}`]
  }
}
const isRefusedInput = (error: Error) => 'code' in error && error.code === 'BAD_REQUEST'

/** Two customers, of whom one has an attribute for each word, and a use of each word's name. */
function writeShop(dir: string): string[] {
  mkdirSync(dir, { recursive: true })
  const file = (name: string, lines: readonly string[]) => {
    writeFileSync(join(dir, name), `${lines.join('\n')}\n`)
    return join(dir, name)
  }
  const columns = WORDS.join(',')
  const day = (n: number) => new Date(NOON - n * DAY).toISOString()
  const uses = WORDS.flatMap((word, n) => [1, 2, 3].map(k => `u${n}-${k},a1,${day(k)},${word},${k}`))
  return [
    file('accounts.csv', [
      `account_id,account_name,plan_tier,${columns}`,
      `a1,Shop 1,Pro,${WORDS.map((_, n) => `kept ${n}`).join(',')}`,
      `a2,Shop 2,Pro,${WORDS.map(() => '').join(',')}`,
    ]),
    file('usage.csv', [`usage_id,account_id,usage_date,feature_name,usage_count`, ...uses]),
  ]
}

const above = (measure: object, threshold: unknown) => ({ measure, op: '>=', threshold })

describe('A word that every object inherits', () => {
  it('means nothing where a call does not know it', async () => {
    const { call } = await aWorkspace()
    const before = inherited()
    const faults: string[] = []
    for (const { call: name, schema } of procedures) {
      if (ELSEWHERE.has(name) || name === 'changes') continue
      for (let seed = 1; schema && seed <= ROUNDS; seed++)
        faults.push(...(await faultOf(call, name, fromSchema(schema as Schema, picking(seed), FOREIGN))))
    }
    expect(faults).toEqual([])
    expect(inherited()).toEqual(before)
  })
  it('is an attribute, a kind and a filter like any other where the data have it', async () => {
    const { call, dir } = await aWorkspace()
    await call.workspace.setClock({ mode: 'fixed', at: NOON })
    await readFiles(call, writeShop(join(dir, 'files')))
    const [first, second] = await Promise.all((await call.account.list({})).map(({ id }) => call.account.get({ id })))
    expect(Object.keys(first?.properties ?? {})).toHaveLength(WORDS.length)
    expect(second?.properties).toEqual({})
    for (const word of ['constructor', 'toString']) {
      const used = { type: 'count', events: { kind: word, where: { [word]: 'x' } }, over: '30d' }
      const when = { any: [above({ type: 'attribute', name: `properties.${word}` }, 1), above(used, 1)] }
      await call.trigger.save({ ...aTrigger, id: `about-${word.toLowerCase()}`, when, closeWhen: undefined } as never)
    }
    await call.signal.evaluate({})
    expect(JSON.stringify(await call.trigger.list())).not.toMatch(/native code|object Object/)
    expect(await call.queue.list({})).toEqual([])
  })

  it('changes nothing that the program inherits when a manifest, a tap or a playbook names it', () => {
    const before = inherited()
    const set = WORDS.map(word => ({ in: 'body' as const, param: `${word}.polluted`, value: 'x' }))
    const manifest = { method: 'POST' as const, path: '/x', query: {}, headers: {}, body: {} }
    const sent = compileRequest(manifest as never, 'https://api.example.com', {})({} as never, { set })
    expect(Object.keys(JSON.parse(String(sent?.body)))).toEqual(WORDS)
    const said = { contact: { name: null, email: null }, account: {}, issue: {}, evidence: {}, sender: {} }
    scopeOf(said as never, Object.fromEntries(dotted.map(word => [word, 'x'])))
    expect(Object.keys(exampleOf(WORDS.map(word => [word, 'polluted'])))).toEqual(WORDS)
    expect(inherited()).toEqual(before)
  })

  it('is held by `own` and `setOwn`', () => {
    const made: Record<string, number> = {}
    for (const word of WORDS) {
      expect(own(made, word)).toBeUndefined()
      setOwn(made, word, 1)
      expect(own(made, word)).toBe(1)
    }
    expect(JSON.stringify(made)).toBe(JSON.stringify(Object.fromEntries(WORDS.map(word => [word, 1]))))
    expect(own(null, 'a')).toBeUndefined()
  })
})
