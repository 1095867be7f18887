import { ZenEngine } from '@gorules/zen-engine'
import { Engine } from 'json-rules-engine'
import { planCondition, testOf } from '../../../main/signal/language/detect.ts'
import { random } from '../../../main/source/sample/prng.ts'
import type { Condition } from '../../../shared/trigger/trigger.ts'
import { beside, type Line } from '../figure.ts'
import { middle, stopwatch, type Took, times } from '../timing.ts'

interface Check {
  fact: number
  op: '>=' | '<' | '>' | '<='
  limit: number
}
type Rule = { all: Check[] } | { any: Check[] }

const FACTS = 12
const RULES: Rule[] = Array.from({ length: 10 }, (_, n) => {
  const [a, b, c] = [n % FACTS, (n * 5 + 3) % FACTS, (n * 7 + 6) % FACTS]
  const checks: Check[] = [
    { fact: a, op: '>=', limit: 70 },
    { fact: b, op: '<', limit: 40 },
    { fact: c, op: n % 3 ? '>' : '<=', limit: 50 },
  ].slice(0, 2 + (n % 2)) as Check[]
  return n % 4 === 3 ? { any: checks } : { all: checks }
})
const checksOf = (rule: Rule): Check[] => ('all' in rule ? rule.all : rule.any)
const names = Array.from({ length: FACTS }, (_, i) => `m${i}`)

/** The rules as conditions of our language; facts are numbered by the order of their comparisons. */
const ours = RULES.map(rule => {
  const parts = checksOf(rule).map(
    ({ fact, op, limit }): Condition => ({
      measure: { type: 'count', events: { kind: names[fact] ?? '' }, over: '1d' },
      op,
      threshold: limit,
    }),
  )
  const plan = planCondition('all' in rule ? { all: parts } : { any: parts })
  return { test: testOf(plan), places: checksOf(rule).map(check => check.fact) }
})

/** How long it took, accounts a second, and how often each rule held. */
interface Run extends Took {
  rate: number
  hits: number[]
}

const runOf = (took: Took, accounts: number, hits: number[]): Run => ({
  ...took,
  rate: (accounts / took.wall) * 1_000,
  hits,
})

function runOurs(table: Float64Array, accounts: number): Run {
  const hits = RULES.map(() => 0)
  const watch = stopwatch()
  for (let account = 0; account < accounts; account++) {
    const base = account * FACTS
    for (let r = 0; r < ours.length; r++) {
      const { test, places } = ours[r] as (typeof ours)[number]
      if (test(position => table[base + (places[position] ?? 0)] ?? null)) hits[r] = (hits[r] ?? 0) + 1
    }
  }
  return runOf(watch(), accounts, hits)
}

const factsAt = (table: Float64Array, account: number): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, table[account * FACTS + i] ?? 0]))

const OPERATORS = {
  '>=': 'greaterThanInclusive',
  '>': 'greaterThan',
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
} as const

async function runJsonRules(facts: Record<string, number>[]): Promise<Run> {
  const engine = new Engine()
  RULES.forEach((rule, n) => {
    const parts = checksOf(rule).map(({ fact, op, limit }) => ({
      fact: names[fact] ?? '',
      operator: OPERATORS[op],
      value: limit,
    }))
    engine.addRule({ conditions: 'all' in rule ? { all: parts } : { any: parts }, event: { type: String(n) } })
  })
  const hits = RULES.map(() => 0)
  const watch = stopwatch()
  for (const one of facts)
    for (const { type } of (await engine.run(one)).events) hits[Number(type)] = (hits[Number(type)] ?? 0) + 1
  return runOf(watch(), facts.length, hits)
}

async function runZen(facts: Record<string, number>[]): Promise<Run> {
  const expressions = RULES.map((rule, n) => ({
    id: `x${n}`,
    key: `r${n}`,
    value: checksOf(rule)
      .map(({ fact, op, limit }) => `${names[fact]} ${op} ${limit}`)
      .join('all' in rule ? ' and ' : ' or '),
  }))
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', content: {} },
      { id: 'rules', name: 'rules', type: 'expressionNode', content: { expressions } },
      { id: 'out', name: 'out', type: 'outputNode', content: {} },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'rules', type: 'edge' },
      { id: 'b', sourceId: 'rules', targetId: 'out', type: 'edge' },
    ],
  })
  const hits = RULES.map(() => 0)
  const watch = stopwatch()
  for (const one of facts) {
    const { result } = (await decision.evaluate(one)) as { result: Record<string, boolean> }
    for (let r = 0; r < hits.length; r++) if (result[`r${r}`]) hits[r] = (hits[r] ?? 0) + 1
  }
  return runOf(watch(), facts.length, hits)
}

const same = (a: Run, b: Run, peer: string): void => {
  if (JSON.stringify(a.hits) !== JSON.stringify(b.hits)) throw new Error(`${peer} finds other accounts than we do`)
}

/** Ten rules over the same prepared facts, one after the other in one run. */
export async function* vsFigures(quick: boolean): AsyncGenerator<Line> {
  const accounts = quick ? 2_000 : 20_000
  const draw = random(3)
  const table = Float64Array.from({ length: accounts * FACTS }, () => draw.int(0, 99))
  const facts = Array.from({ length: accounts }, (_, account) => factsAt(table, account))
  // The first pass of each is its warming up.
  for (let i = 0; i < 5; i++) runOurs(table, accounts)
  const mine = middle(Array.from({ length: 5 }, () => runOurs(table, accounts)))
  await runJsonRules(facts.slice(0, 500))
  const json = await runJsonRules(facts)
  await runZen(facts.slice(0, 500))
  const zen = await runZen(facts)
  same(mine, json, 'json-rules-engine')
  same(mine, zen, 'zen-engine')
  const note = `${RULES.length} rules, ${accounts} accounts, same hits: ${mine.hits.reduce((a, b) => a + b, 0)}`
  const peers = [
    ['vs.json_rules_engine', 'json-rules-engine', json],
    ['vs.zen_engine', 'zen-engine', zen],
  ] as const
  for (const [figure, peer, { rate }] of peers)
    yield { figure, unit: 'accounts/s', ...beside(mine.rate, peer, rate), ...times(mine), note }
}
