import { z } from 'zod'
import {
  affectedSchema,
  callListSchema,
  componentSchema,
  componentViewSchema,
  outageDetailSchema,
  outageSchema,
  SURENESS,
} from '../desk/outage.ts'
import { moment } from '../model/values.ts'
import { call, done, issueId, nothing } from './call.ts'

const one = z.object({ id: issueId })

/** What the accounts of an outage are read from. */
const ACCOUNTS = [
  'account',
  'intervention',
  'issue',
  'object',
  'outage',
  'outbox',
  'outcome',
  'setting',
  'signal',
  'source',
  'unsent',
] as const

export const outage = {
  components: call(
    'list components that may be failing, the likeliest first, then all that the data name',
    'account',
    'event',
    'incident',
    'incident_issue',
    'issue',
    'object',
    'outage',
    'setting',
    'signal',
    'source',
    'trigger',
  )
    .input(nothing)
    .output(z.array(componentViewSchema)),
  affected: call('list the accounts that use a component: how sure that is, and how old what is known of them')
    .input(componentSchema)
    .output(affectedSchema),
  declare: call('declare an outage: each affected account gets an issue')
    .input(
      componentSchema.extend({
        sure: z.array(z.enum(SURENESS)).min(1).default(['certain', 'probable']),
        /** When it began, UTC ms; now where nobody says. */
        beganAt: moment.optional(),
      }),
    )
    .output(done.extend({ outageId: issueId })),
  list: call('list declared outages, open ones first', 'object', 'outage', 'source')
    .input(nothing)
    .output(z.array(outageSchema)),
  get: call('show one outage: its accounts, whom its messages reached, and what followed', 'dirty', 'due', ...ACCOUNTS)
    .input(one)
    .output(outageDetailSchema),
  calls: call('list whom to ring up about an outage, the highest value first', 'contact', ...ACCOUNTS)
    .input(one)
    .output(callListSchema),
  over: call('end an outage: its component works again').input(one).output(done),
  close: call('close an outage with its issues and its incident').input(one).output(done),
}
