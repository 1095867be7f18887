import { FailureError, type Result } from '../../../shared/result.ts'
import type { ProposalAsk, SourceProposal } from '../../../shared/source/source-proposal.ts'
import { proposePostgres, proposeSinger } from '../../source/door.ts'
import { startWatch } from '../../sync/door.ts'
import { type ConnectedDeps, sleeper } from './connected.ts'
import { discreet, secretsOf, typedSecrets } from './source-secrets.ts'

/** Some taps ask their system for every table before they answer, ms. */
const DEADLINES = { totalMs: 300_000, idleMs: 300_000 }

/** Looks for streams in a database or a tap that is about to be connected, and for what they could become. */
export async function proposeSource(deps: ConnectedDeps, ask: ProposalAsk): Promise<Result<SourceProposal>> {
  const { secrets, clean } = discreet(
    typedSecrets(ask.secrets, ask.sourceId ? secretsOf(deps.secrets, ask.sourceId) : null),
  )
  const open = { secrets, dir: deps.dir, sleep: sleeper(deps.timer) }
  const watch = startWatch(new AbortController().signal, DEADLINES, deps.timer)
  try {
    return await watch.guard(
      ask.kind === 'postgres' ? proposePostgres(ask, open, watch.signal) : proposeSinger(ask, open, watch.signal),
    )
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    const { kind, what, why, todo } = error.failure
    return { ok: false, error: { kind, what: clean(what), why: clean(why), todo: clean(todo) } }
  } finally {
    watch.stop()
  }
}
