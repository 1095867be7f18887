import type { QueueRow } from '../../../../shared/model/queue.ts'
import { formatMoney, minorDigits } from '../../../../shared/money.ts'
import { count } from '../../../parts/number.ts'

/**
 * The customer's case: what weighs most, in figures, and then what kind of trouble that is. Rows of one trigger begin alike
 * otherwise, and are cut before they differ.
 */
export function caseWords({ title, detail, signalCount }: Pick<QueueRow, 'title' | 'detail' | 'signalCount'>): string {
  const said = detail ? `${detail} · ${title}` : title
  return signalCount > 1 ? `${said} · ${signalCount} signals` : said
}

/** What a screen reader says when the cursor comes to a row, since the focus stays where it is. */
export const spokenRow = (
  row: Pick<QueueRow, 'accountName' | 'title' | 'detail' | 'signalCount'>,
  at: number,
  all: number,
) => `${row.accountName}: ${caseWords(row)}. ${count(at)} of ${count(all)}`

/** An amount without its cents. */
export function wholeMoney({ valueMinor, currency }: Pick<QueueRow['terms'], 'valueMinor' | 'currency'>): string {
  const unit = 10 ** minorDigits(currency)
  return formatMoney({ minor: Math.round(valueMinor / unit) * unit, currency })
}

const figure = (value: number) => String(Number(value.toFixed(2)))

/** `6 min`, `7.5 min`. */
export const plainMinutes = (minutes: number): string => `${figure(minutes)} min`

/** What the priority is the product of: `0.62 risk × 0.38 treatable × €1,240 × 1.6 ÷ 6 min`. */
export const productWords = ({ risk, terms }: Pick<QueueRow, 'risk' | 'terms'>): string =>
  [
    `${figure(risk)} risk`,
    `${figure(terms.treatability)} treatable`,
    wholeMoney(terms),
    `${figure(terms.urgency)} ÷ ${plainMinutes(terms.minutes)}`,
  ].join(' × ')
