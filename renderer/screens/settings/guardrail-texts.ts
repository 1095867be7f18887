import type { Guardrails } from '../../../shared/model/guardrails.ts'
import { minorDigits } from '../../../shared/money.ts'
import type { FormLack } from '../../parts/form.tsx'
import { count } from '../../parts/number.ts'

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

const isShare = (text: string): boolean => percentOf(text) >= 0 && percentOf(text) <= 100

/** The whole numbers of the form, each with its bounds (`guardrailsSchema`) and its name in a sentence. */
const WHOLE = {
  messages: [1, 1_000, 'The number of messages per contact'],
  days: [1, 3_650, 'The number of days'],
  from: [0, 23, 'The hour at which quiet hours begin'],
  to: [0, 23, 'The hour at which quiet hours end'],
  recent: [0, 3_650, 'The number of days without outreach'],
  undo: [0, 86_400, 'The number of seconds to recall a message'],
  bulk: [0, 100_000, 'The number of accounts for bulk outreach'],
} as const satisfies Partial<Record<keyof GuardrailTexts, readonly [number, number, string]>>

/** An empty field is no number: read as 0 it would turn a rule off without a word. */
function wholeLack(texts: GuardrailTexts, field: keyof typeof WHOLE): FormLack | null {
  const [least, most, name] = WHOLE[field]
  const text = texts[field].trim()
  const fits = /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
  return fits ? null : { say: `${name} is a whole number from ${count(least)} to ${count(most)}`, field }
}

/** Why the form cannot be saved, and which field is to be corrected; null where it can. */
export function guardrailLack(texts: GuardrailTexts): FormLack | null {
  if (texts.holdout.trim() === '' || !isShare(texts.holdout))
    return { say: 'The held-out share is a number from 0 to 100', field: 'holdout' }
  for (const field of ['messages', 'days', 'from', 'to', 'recent', 'undo', 'bulk'] as const) {
    const lack = wholeLack(texts, field)
    if (lack) return lack
  }
  const wrong = Object.entries(texts.controls).find(([, text]) => !isShare(text))
  if (wrong)
    return { say: 'A control share is a number from 0 to 100, or empty for none', field: `control:${wrong[0]}` }
  if (texts.value.trim() === '') return null
  if (!(Number(texts.value.replace(',', '.')) > 0))
    return { say: 'The monthly revenue is a number above 0, or empty for none', field: 'value' }
  return /^[a-z]{3}$/i.test(texts.currency.trim())
    ? null
    : { say: 'The currency is a code of three letters, such as EUR', field: 'currency' }
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
