import { rmSync, writeFileSync } from 'node:fs'
import { query } from '../../main/cache/db.ts'
import { createEngine, systemDeps } from '../../main/engine/engine.ts'
import { environmentSecrets } from '../../main/engine/secrets-store.ts'
import { suppress } from '../../main/intervention/door.ts'
import { unwrap } from '../../shared/result.ts'

/**
 * Decides one thing after another on a workspace, as a person would who reads what the console says: where a decision is
 * refused, it looks whether the decision is there, and repeats it if not. Prints the reason of each that was acknowledged.
 * `armed`: a file that lets the disk misbehave while it exists. The disk gets well again for the last decision.
 */
const [, , dir = '', armed = '', many = '0', round = '0'] = process.argv
const engine = unwrap(
  await createEngine({
    ...systemDeps,
    dir,
    create: { name: 'Faults', sample: null },
    secrets: environmentSecrets({}),
    actor: 'maya',
    device: 'desk',
    background: false,
  }),
)
const decided = (reason: string) =>
  query<{ n: number }>("SELECT count(*) AS n FROM journal WHERE json_extract(args, '$.reason') = ?", [reason])
/** The row may be there although the answer was an error; an error of the question itself says nothing either way. */
function isThere(reason: string): boolean | null {
  try {
    return (engine.read.get(decided(reason))?.n ?? 0) > 0
  } catch {
    return null
  }
}

async function decide(reason: string): Promise<void> {
  // The background would look at its next turn; here nothing runs in the background, so the person asks for the check.
  if (engine.guard.state().damaged) await engine.guard.checkNow().catch(() => {})
  for (let tries = 0; tries < 20; tries++) {
    const answer = await engine
      .decide(suppress, { address: `${reason}@example.com`, reason })
      .catch((error: unknown) => ({ ok: false as const, error }))
    if (answer.ok) return void process.stdout.write(`${reason}\n`)
    if (isThere(reason)) return
    await new Promise(done => setTimeout(done, 1))
  }
}

if (armed) writeFileSync(armed, '')
for (let n = 1; n < Number(many); n++) await decide(`decision-${round}-${n}`)
if (armed) rmSync(armed, { force: true })
await decide(`decision-${round}-last`)
await engine.close()
process.exit(0)
