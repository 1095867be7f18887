import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Ceilings, heightOf, lowered, numberOf } from './ceilings.ts'
import { HOUSE } from './measures.ts'

/**
 * `npm run house` prints today's numbers beside their ceilings. `npm run house -- --lower` makes today's numbers the
 * ceilings, and refuses where that would raise one. To raise a ceiling, edit the file and give the reason in the commit.
 */
const { values } = parseArgs({ options: { lower: { type: 'boolean', default: false } } })
const root = resolve(import.meta.dirname, '../../..')
const file = join(root, 'test/house.json')
const house = JSON.parse(readFileSync(file, 'utf8')) as { about: string; ceilings: Ceilings }

const today = HOUSE.map(measure => ({ measure, found: measure.find(root) }))
for (const { measure, found } of today) {
  const ceiling = house.ceilings[measure.name]
  const allowed = ceiling === undefined ? 'no ceiling yet' : `ceiling ${heightOf(ceiling)}`
  const target = measure.target === undefined ? '' : `, target ${measure.target}`
  process.stdout.write(`${measure.name}: ${numberOf(measure, found)} (${allowed}${target})\n`)
}
if (values.lower) {
  const result = lowered(today, house.ceilings)
  if ('broken' in result) {
    process.stderr.write(`Nothing was lowered, because a ceiling is broken.\n${result.broken.join('\n')}\n`)
    process.exitCode = 1
  } else writeFileSync(file, `${JSON.stringify({ ...house, ceilings: result.ceilings }, null, 2)}\n`)
}
