import { z } from 'zod'
import { INCIDENT_STATES, incidentDetailSchema, incidentSchema, learningSchema } from '../incident.ts'
import { call, done, issueId, nothing, page } from './call.ts'

export const incident = {
  list: call(
    'incidents: one cause behind many accounts’ issues; those that go on first',
    'incident',
    'incident_issue',
    'issue',
    'trigger',
  )
    .input(z.object({ state: z.enum(INCIDENT_STATES).optional(), ...page }))
    .output(z.array(incidentSchema)),
  get: call(
    'one incident: its cause, its accounts, how they came and what was usual',
    'account',
    'incident',
    'incident_issue',
    'issue',
    'playbook',
    'setting',
    'signal',
    'trigger',
  )
    .input(z.object({ id: issueId }))
    .output(incidentDetailSchema),
  learning: call('triggers of which no incident is found yet, because what is usual is not known', 'setting', 'trigger')
    .input(nothing)
    .output(learningSchema),
  close: call('say that an incident is over; its issues stay')
    .input(z.object({ id: issueId }))
    .output(done),
  takeOut: call('take issues out of an incident: they have another cause')
    .input(z.object({ id: issueId, issueIds: z.array(issueId).min(1).max(5_000) }))
    .output(done),
  putBack: call('put issues back into an incident that were taken out of it')
    .input(z.object({ id: issueId, issueIds: z.array(issueId).min(1).max(5_000) }))
    .output(done),
}
