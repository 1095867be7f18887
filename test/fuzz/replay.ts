import { readFileSync } from 'node:fs'
import type { Failure } from './round.ts'
import { playRound, type Tally } from './round.ts'
import { makeTemplate } from './template.ts'

/**
 * `node test/fuzz/replay.ts FILE`: plays again the rounds in which something was found, each to where it was found first,
 * and prints what is found this time. A round begins with the same workspace and has the same payloads for its seed.
 */
const failures = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Failure[]
const template = makeTemplate()
const rounds = new Map(failures.map(({ round, seed, at }) => [`${round} ${seed}`, { kind: round, seed, at }]))
for (const { kind, seed, at } of rounds.values()) {
  const tally: Tally = { payloads: 0, calls: new Set(), failures: [] }
  await playRound({ kind, seed, template, payloads: at, tally })
  for (const { fault, why, payloads } of tally.failures)
    process.stdout.write(`${kind}, seed ${seed}: ${fault}: ${why}\n  ${payloads.at(-1)?.slice(0, 2_000)}\n`)
}
