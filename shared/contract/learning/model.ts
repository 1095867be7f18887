import { z } from 'zod'
import { id, moment } from '../../model/values.ts'
import { modelDriftSchema } from '../../predict/model-drift.ts'
import { listedCardSchema, reportCardSchema, riskReasonsSchema } from '../../predict/report-card.ts'
import { retrainingSchema } from '../../predict/retraining.ts'
import { riskHistorySchema } from '../../predict/risk-history.ts'
import { tableAskSchema } from '../../predict/table-ask.ts'
import { tableReportSchema } from '../../predict/table-report.ts'
import { triggerAnswerSchema, triggerCardsSchema } from '../../predict/trigger-card.ts'
import { call, done } from '../call.ts'

const oneOfBoth = { accountId: id.optional(), issueId: id.optional() }
const eitherOne = [
  ({ accountId, issueId }: { accountId?: number | undefined; issueId?: number | undefined }) =>
    (accountId === undefined) !== (issueId === undefined),
  { message: 'expected either accountId or issueId' },
] as const

export const model = {
  evaluate: call('judge how well a column of a file can be predicted from the others; null when it was cancelled')
    .input(tableAskSchema)
    .output(tableReportSchema.nullable()),
  train: call('train on the workspace’s own outcomes and compare with the model in use; null when it was cancelled')
    .input(z.object({ days: z.int().min(3).max(90).default(7) }))
    .output(reportCardSchema.nullable()),
  list: call('report cards of all trained models, newest first; one that cannot be read says why', 'model').output(
    z.array(listedCardSchema),
  ),
  retraining: call(
    'show whether models are trained again automatically, and what the next training waits for',
    'model',
    'setting',
  ).output(retrainingSchema),
  setRetraining: call('turn automatic retraining on or off')
    .input(z.object({ isOn: z.boolean() }))
    .output(done),
  drift: call(
    'how far what the model in use looks at has moved since it was trained; null where no model is in use',
  ).output(modelDriftSchema.nullable()),
  triggerCards: call(
    'show how good each trigger is, beside the model, and which ones are proposed for pausing',
    'account',
    'event',
    'exposure',
    'intervention',
    'issue',
    'model',
    'object',
    'outbox',
    'outcome',
    'playbook',
    'setting',
    'signal',
    'ticket_topic',
    'trigger',
    'trigger_decision',
  ).output(triggerCardsSchema),
  decideTrigger: call('pause or keep a trigger that is proposed for pausing').input(triggerAnswerSchema).output(done),
  why: call('why an account or an issue has its risk and rank at a moment, and what changed since another')
    .input(z.object({ ...oneOfBoth, at: moment.optional(), before: moment.optional() }).refine(...eitherOne))
    .output(riskReasonsSchema),
  history: call(
    'show how the risk of an account or an issue went, and what its last change is made of',
    'issue',
    'issue_score',
    'model',
    'score',
  )
    .input(z.object(oneOfBoth).refine(...eitherOne))
    .output(riskHistorySchema),
}
