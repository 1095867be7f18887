import { isCurrency } from '../../../shared/money.ts'
import { snake } from './snake.ts'

/** Codes of ISO 4217 that are words of a header too. */
const PLAIN_WORDS = new Set(['ALL', 'TOP'])

/** The currency that a column's name holds: HUF for `mrr_huf` and `AmountHUF`. */
export function currencyNamed(name: string): string | null {
  const words = snake(name).toUpperCase().split('_')
  return words.find(word => isCurrency(word) && !PLAIN_WORDS.has(word)) ?? null
}
