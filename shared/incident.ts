import { z } from 'zod'
import { OUTAGE_DIMENSION } from './desk/outage.ts'
import { OWN_DIMENSION } from './trigger/trigger.ts'
import { CATEGORIES, ISSUE_STATES } from './vocabulary.ts'

const ms = z.int()
const id = z.int().positive()

export const INCIDENT_STATES = ['open', 'closed'] as const

/** One cause behind many accounts' issues. Accounts and issues that were taken out do not count. */
export const incidentSchema = z.object({
  id,
  /** What it is in words: `Carrier DHL`, or the trigger’s title. */
  title: z.string(),
  dimension: z.string(),
  cause: z.string(),
  state: z.enum(INCIDENT_STATES),
  /** When the first trouble began, when it became unusual, and when the newest account came, UTC ms. */
  beganAt: ms,
  foundAt: ms,
  lastAt: ms,
  closedAt: ms.nullable(),
  /** `quiet`: no more than usual came; `usual`: it went on for four weeks; `solved`: all issues were closed; `person`: somebody said so. */
  closedBecause: z.enum(['quiet', 'usual', 'solved', 'person']).nullable(),
  /** The one before it of the same cause. */
  previousId: id.nullable(),
  /** Accounts a day that had this trouble before. */
  usual: z.number(),
  accounts: z.int(),
  /** Issues that nobody acts upon yet. */
  waiting: z.int(),
})
export type Incident = z.infer<typeof incidentSchema>

/** Triggers whose usual numbers are not known yet, by title, and until when (UTC ms; null where there are none). */
export const learningSchema = z.object({ triggers: z.array(z.string()), until: ms.nullable() })
export type Learning = z.infer<typeof learningSchema>

export const incidentIssueSchema = z.object({
  issueId: id,
  accountId: id,
  accountName: z.string(),
  category: z.enum(CATEGORIES),
  title: z.string(),
  state: z.enum(ISSUE_STATES),
  priority: z.number(),
  /** When its trouble began, UTC ms. */
  beganAt: ms,
  takenOut: z.boolean(),
})
export type IncidentIssue = z.infer<typeof incidentIssueSchema>

const contactRange = z.object({ expected: z.number(), low: z.int(), high: z.int() })

/** Accounts that contact us about an incident, within `withinDays` of the beginning of their trouble. */
export const incidentContactsSchema = z.object({
  soFar: z.int(),
  /** All that can come have come. */
  over: z.boolean(),
  withinDays: z.number(),
  /** What the risks said when the troubles began, and what is to be expected in the end by what has come; with a chance of 90 %. */
  first: contactRange,
  now: contactRange,
  /** Past incidents that it is judged by; `few`: too few, so half and double are taken as possible too. */
  past: z.int(),
  few: z.boolean(),
})
export type IncidentContacts = z.infer<typeof incidentContactsSchema>

export const incidentDetailSchema = incidentSchema.extend({
  /** New accounts in stretches of `every` ms, from before it began; `usual` in one of them. */
  series: z.object({
    every: ms,
    usual: z.number(),
    points: z.array(z.object({ at: ms, accounts: z.int() })),
  }),
  /** The triggers that fired, most issues first. */
  triggers: z.array(z.object({ id: z.string(), title: z.string(), issues: z.int() })),
  /** Playbooks of its issues that wait, the one of most issues first. */
  playbooks: z.array(z.object({ id: z.string(), name: z.string(), issues: z.int() })),
  /** Highest priority first; the first of them where there are very many. */
  issues: z.array(incidentIssueSchema),
  more: z.boolean(),
})
export type IncidentDetail = z.infer<typeof incidentDetailSchema>

/** An incident as an issue names it. */
export const incidentNameSchema = incidentSchema.pick({ id: true, title: true, state: true })
export type IncidentName = z.infer<typeof incidentNameSchema>

/**
 * What an incident is called. `outageOf`: what the component of a declared outage is one of. It is named, since the
 * component often has an incident of its own that was found.
 */
export function incidentTitle({
  dimension,
  cause,
  triggerTitle,
  outageOf = null,
}: {
  dimension: string
  cause: string
  triggerTitle: string | null
  outageOf?: string | null
}): string {
  if (dimension === OWN_DIMENSION) return triggerTitle ?? cause
  if (dimension === OUTAGE_DIMENSION)
    return `Declared outage: ${outageOf ? incidentTitle({ dimension: outageOf, cause, triggerTitle }) : cause}`
  return causeTitle(dimension, cause)
}

/** What a cause or a component is called as a title. Several words are quoted; `underscored_codes` are spelled out. */
export function causeTitle(dimension: string, cause: string): string {
  const value = cause.replaceAll('_', ' ')
  const kind = dimension.charAt(0).toUpperCase() + dimension.slice(1)
  return value.split(' ').length > 2 ? `${kind} “${value}”` : `${kind} ${value}`
}
