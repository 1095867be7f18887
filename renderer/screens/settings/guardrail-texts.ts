import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { minorDigits } from '../../../shared/money.ts'

/** The guardrails as typed. `controls`: the control share of each playbook, in percent. */
export type GuardrailTexts = Record<
  'holdout' | 'messages' | 'days' | 'from' | 'to' | 'recent' | 'undo' | 'bulk' | 'value' | 'currency',
  string
> & { firstUse: boolean; reference: Guardrails['referenceCode']; controls: Record<string, string> }

/** The values of the form for these guardrails. */
export const textsOf = (g: Guardrails): GuardrailTexts => ({
  holdout: percentText(g.holdout),
  messages: String(g.frequencyCap.messages),
  days: String(g.frequencyCap.days),
  from: String(g.quietHours.from),
  to: String(g.quietHours.to),
  recent: String(g.recentContactDays),
  undo: String(g.undoSeconds),
  bulk: String(g.approvals.bulkOver),
  value: g.approvals.valueOver ? String(g.approvals.valueOver.minor / unitOf(g.approvals.valueOver.currency)) : '',
  currency: g.approvals.valueOver?.currency ?? 'EUR',
  firstUse: g.approvals.firstUse,
  reference: g.referenceCode,
  controls: Object.fromEntries(Object.entries(g.playbookControls).map(([id, share]) => [id, percentText(share)])),
})

const percentText = (share: number): string => String(Math.round(share * 1000) / 10)
const percentOf = (text: string): number => Number(text.trim().replace(',', '.'))

const unitOf = (currency: string) => 10 ** minorDigits(currency)

/** The approval rules as typed; an empty value sets no limit. */
function approvalsOf(t: GuardrailTexts): Guardrails['approvals'] {
  const currency = t.currency.trim().toUpperCase()
  const value = Number(t.value.replace(',', '.'))
  const minor = Math.round(value * unitOf(currency))
  return {
    bulkOver: Number(t.bulk),
    valueOver: t.value.trim() === '' ? null : { minor, currency },
    firstUse: t.firstUse,
  }
}

/** Control shares of playbooks; an empty one leaves the playbook without a control group of its own. */
const controlsOf = (texts: GuardrailTexts['controls']): Guardrails['playbookControls'] =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([id, text]) => (percentOf(text) === 0 ? [] : [[id, percentOf(text) / 100]])),
  )

/** Why the form cannot be saved; null where it can. */
export function guardrailProblem({ holdout, controls }: Pick<GuardrailTexts, 'holdout' | 'controls'>): string | null {
  const isShare = (text: string) => percentOf(text) >= 0 && percentOf(text) <= 100
  if (holdout.trim() === '' || !isShare(holdout)) return 'The held-out share is a number from 0 to 100.'
  return Object.values(controls).every(isShare) ? null : 'A control share is a number from 0 to 100, or empty for none.'
}

/** The guardrails for the values of the form. */
export const guardrailsOf = (t: GuardrailTexts, saved: Guardrails): Guardrails => ({
  ...saved,
  holdout: percentOf(t.holdout) / 100,
  playbookControls: controlsOf(t.controls),
  referenceCode: t.reference,
  frequencyCap: { messages: Number(t.messages), days: Number(t.days) },
  quietHours: { from: Number(t.from), to: Number(t.to) },
  recentContactDays: Number(t.recent),
  undoSeconds: Number(t.undo),
  approvals: approvalsOf(t),
})
