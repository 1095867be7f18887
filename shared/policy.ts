import { z } from 'zod'
import { hostName } from './host.ts'
import { type Guardrails, guardrailsSchema } from './model/guardrails.ts'
import { type HeldUpdates, heldUpdatesSchema } from './update/update-settings.ts'

const PORT = /:\d{1,5}$/
/** `api.example.com`, `*.example.com` for every host below a domain, either with a port. */
const hostPattern = z
  .string()
  .trim()
  .toLowerCase()
  .refine(
    text => hostName.safeParse(text.replace(/^\*\./, '').replace(PORT, '')).success,
    'expected a host, *.domain for the hosts below a domain, or one of them with a port',
  )

/** The guardrails that an administrator holds. Null leaves one to the workspace; autopilot can only be forbidden. */
export const heldGuardrailsSchema = z.strictObject({
  frequencyCap: guardrailsSchema.shape.frequencyCap.unwrap().nullable().default(null),
  quietHours: guardrailsSchema.shape.quietHours.unwrap().nullable().default(null),
  autopilot: z.boolean().default(true),
})
export type HeldGuardrails = z.infer<typeof heldGuardrailsSchema>

/** What an administrator decides for a computer. Null leaves a setting to the person. */
export const policySchema = z.strictObject({
  guardrails: heldGuardrailsSchema.default(heldGuardrailsSchema.parse({})),
  /** The only hosts that sources and channels may connect to. */
  hosts: z.array(hostPattern).max(1_000).nullable().default(null),
  /** What is decided about updates; `false` forbids them. */
  updates: heldUpdatesSchema.default(heldUpdatesSchema.parse({})),
})
export type Policy = z.infer<typeof policySchema>

/** A policy and the file that it is from; null where the computer has none. */
export const policyInForceSchema = z.object({ file: z.string().nullable(), policy: policySchema })
export type PolicyInForce = z.infer<typeof policyInForceSchema>

/** Everything is left to the person. */
export const NO_POLICY: PolicyInForce = { file: null, policy: policySchema.parse({}) }

/** The names of guardrails that a policy can hold. */
const HELD = ['frequencyCap', 'quietHours'] as const

/** The guardrails in force: the workspace's own, except for what is held. */
export function underPolicy(own: Guardrails, held: HeldGuardrails): Guardrails {
  return {
    ...own,
    ...(held.frequencyCap && { frequencyCap: held.frequencyCap }),
    ...(held.quietHours && { quietHours: held.quietHours }),
  }
}

/** What a change of guardrails comes to: what is held stays what the workspace had. `refused`: the first held one that it would change. */
export function changedUnderPolicy(
  own: Guardrails,
  wanted: Guardrails,
  held: HeldGuardrails,
): { guardrails: Guardrails; refused: (typeof HELD)[number] | null } {
  const differs = (name: (typeof HELD)[number]) =>
    held[name] !== null && ![own[name], held[name]].some(known => sameValues(known, wanted[name]))
  return {
    guardrails: {
      ...wanted,
      ...(held.frequencyCap && { frequencyCap: own.frequencyCap }),
      ...(held.quietHours && { quietHours: own.quietHours }),
    },
    refused: HELD.find(differs) ?? null,
  }
}

function sameValues(a: object, b: object): boolean {
  const other = new Map(Object.entries(b))
  return Object.entries(a).every(([key, value]) => other.get(key) === value)
}

/** What a policy holds, as lines for a person; empty where it holds nothing. */
export function policyWords({ guardrails, hosts, updates }: Policy): [setting: string, value: string][] {
  const { frequencyCap: cap, quietHours: quiet, autopilot } = guardrails
  return [
    ...(cap ? [['Frequency cap', `${cap.messages} per contact in ${cap.days} days`] as [string, string]] : []),
    ...(quiet ? [['Quiet hours', `${hour(quiet.from)} to ${hour(quiet.to)}`] as [string, string]] : []),
    ...(autopilot ? [] : [['Autopilot', 'not allowed'] as [string, string]]),
    ...(hosts ? [['Hosts', hosts.length === 0 ? 'none' : hosts.join(', ')] as [string, string]] : []),
    ...updateWords(updates),
  ]
}

const updateWords = ({ allowed, address, channel, daily }: HeldUpdates): [setting: string, value: string][] =>
  allowed
    ? [
        ...(address === null ? [] : [['Update address', address] as [string, string]]),
        ...(channel === null ? [] : [['Update channel', channel] as [string, string]]),
        ...(daily === null ? [] : [['Look for updates', daily ? 'once a day' : 'never'] as [string, string]]),
      ]
    : [['Updates', 'not allowed']]

const hour = (n: number): string => `${String(n).padStart(2, '0')}:00`
