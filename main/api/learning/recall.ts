import { FailureError } from '../../../shared/result.ts'
import { auditChance, auditOf } from '../../measure/door.ts'
import { answerAudit } from '../../outcome/door.ts'
import { api, journalled } from '../whole/context.ts'

const notDrawn = {
  kind: 'conflict' as const,
  what: 'The answer was not saved.',
  why: 'The item is not in the audit sample, or is older than three weeks.',
  todo: 'Reload the sample and answer one of its items.',
}

export const recall = {
  figures: api.recall.figures.handler(({ context: { engine }, input, signal }) => engine.missed.figures(input, signal)),
  tickets: api.recall.tickets.handler(async ({ context: { engine }, input, signal }) => {
    const { ending, category, offset, limit, ...period } = input
    const all = await engine.missed.tickets(period, signal)
    const asked = all.filter(
      one => (ending === undefined || one.ending === ending) && (category === undefined || one.category === category),
    )
    return asked.sort((a, b) => b.at - a.at).slice(offset, offset + limit)
  }),
  unusual: api.recall.unusual.handler(({ context: { engine }, input, signal }) => engine.missed.unusual(input, signal)),
  audit: api.recall.audit.handler(({ context: { engine } }) => auditOf(engine.read, engine.clock.now())),
  answerAudit: api.recall.answerAudit.handler(({ context: { engine }, input: { issueId, kind, answer } }) => {
    const chance = auditChance(engine.read, engine.clock.now(), issueId, kind)
    if (chance === null) throw new FailureError(notDrawn)
    return journalled(engine.decide(answerAudit, { issue: issueId, kind, chance, answer }))
  }),
}
