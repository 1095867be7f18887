import { z } from 'zod'
import {
  INCIDENT_STATES,
  incidentContactsSchema,
  incidentDetailSchema,
  incidentSchema,
  learningSchema,
} from '../incident.ts'
import { call, done, issueId, nothing, page } from './call.ts'

export const incident = {
  list: call('list incidents, open ones first', 'incident', 'incident_size', 'outage', 'trigger')
    .input(z.object({ state: z.enum(INCIDENT_STATES).optional(), ...page }))
    .output(z.array(incidentSchema)),
  get: call(
    'show one incident: its cause, its accounts over time, and the usual number',
    'account',
    'incident',
    'incident_issue',
    'incident_size',
    'issue',
    'outage',
    'playbook',
    'setting',
    'signal',
    'trigger',
  )
    .input(z.object({ id: issueId }))
    .output(incidentDetailSchema),
  contacts: call(
    'say how many accounts an incident will have contact support, and how many did',
    'incident',
    'incident_issue',
    'incident_size',
    'intervention',
    'issue',
    'issue_score',
    'object',
    'outbox',
    'setting',
    'ticket_topic',
  )
    .input(z.object({ id: issueId }))
    .output(incidentContactsSchema),
  learning: call('list triggers whose usual numbers are still being learnt', 'setting', 'trigger')
    .input(nothing)
    .output(learningSchema),
  close: call('close an incident; its issues stay open')
    .input(z.object({ id: issueId }))
    .output(done),
  takeOut: call('remove issues with another cause from an incident')
    .input(z.object({ id: issueId, issueIds: z.array(issueId).min(1).max(5_000) }))
    .output(done),
  putBack: call('put removed issues back into an incident')
    .input(z.object({ id: issueId, issueIds: z.array(issueId).min(1).max(5_000) }))
    .output(done),
}
