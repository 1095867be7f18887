import { createEngine } from '../../main/engine/engine.ts'
import { SAMPLE } from '../../main/engine/host.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { guardrailsOf, setGuardrails } from '../../main/intervention/door.ts'
import { unwrap } from '../../shared/result.ts'
import { MINUTE } from '../../shared/trigger/duration.ts'
import { chance } from './chance.ts'

/**
 * Makes the sample of the first run in a folder, read and lived through, always the same: on a Tuesday at noon, so that
 * neither the hour nor the weekday of a run decides what may leave. A number of accounts makes a smaller one.
 */
const [, , dir = '', accounts = String(SAMPLE.sample?.accounts)] = process.argv
const AT = Date.UTC(2025, 4, 13, 12)
let n = 0
const engine = unwrap(
  await createEngine({
    dir,
    create: { ...SAMPLE, sample: SAMPLE.sample && { ...SAMPLE.sample, accounts: Number(accounts) } },
    secrets: environmentSecrets({}),
    actor: 'ingrid',
    device: 'desk',
    wall: () => AT,
    ids: () => `sample-id-${++n}`,
    random: chance(1).uniform,
    background: false,
  }),
)
unwrap(await engine.sync(undefined))
// What may leave leaves now, so that a console that opens a copy finds nothing to catch up on.
unwrap(await engine.delivery.drain())
await engine.evaluate(false)
// The way back from a message stays open for longer than any test needs to take it.
unwrap(await engine.decide(setGuardrails, { ...guardrailsOf(engine.read), undoSeconds: (10 * MINUTE) / 1_000 }))
await engine.close()
