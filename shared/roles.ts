import type { Check } from './vocabulary.ts'

/** A specialist works the queue; a lead approves and reviews outcomes; an admin sets guardrails and roles. */
export const ROLES = ['specialist', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who has which roles, by actor. Empty: one person alone, who has them all. */
export type Roles = Record<string, Role[]>

/** The roles that may override a check, with a reason. An empty list: nobody may. */
export const OVERRIDE_ROLES: Record<Check, readonly Role[]> = {
  condition: ['specialist', 'lead', 'admin'],
  // The issue is closed, there is no recipient, or the recipient has said no.
  issue_open: [],
  address: [],
  consent: [],
  suppression: [],
  // A message to a held-out account weakens the comparison that the holdout exists for.
  arm: ['lead', 'admin'],
  frequency_cap: ['lead', 'admin'],
  quiet_hours: ['lead', 'admin'],
  open_ticket: ['specialist', 'lead', 'admin'],
  recent_contact: ['specialist', 'lead', 'admin'],
  duplicate: ['specialist', 'lead', 'admin'],
  // Acting is known to make it worse.
  known_harm: ['lead', 'admin'],
  // Passed by an approval, never by a reason.
  approval: [],
}

/** Who may answer a request for approval and turn on autopilot. */
export const LEADING: readonly Role[] = ['lead', 'admin']
/** Who may loosen what guards everybody: guardrails, channels, fixes, private hosts, the workspace's clock. */
export const ADMINS: readonly Role[] = ['admin']

/** `a lead or an admin`. */
export const roleWords = (roles: readonly Role[]): string =>
  roles.map(role => (role === 'admin' ? 'an admin' : `a ${role}`)).join(' or ')
