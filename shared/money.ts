/** An amount in minor units (cents, øre, yen) of a currency (ISO 4217 code). Never a fraction. */
export interface Money {
  minor: number
  currency: string
}

const digits = new Map<string, number>()

/** How many minor digits a currency has: 2 for EUR, 0 for JPY, 3 for BHD. */
export function minorDigits(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, found)
  return found
}

/** Reads a decimal text such as `1240.5` exactly, without floating point; null when it is not an amount. */
export function parseMinor(text: string, currency: string): number | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return null
  const places = minorDigits(currency)
  const fraction = match[3] ?? ''
  if (/[1-9]/.test(fraction.slice(places))) return null
  const minor = Number(`${match[2]}${fraction.slice(0, places).padEnd(places, '0')}`)
  if (!Number.isSafeInteger(minor)) return null
  return match[1] && minor !== 0 ? -minor : minor
}

/** `€1,240` or `€12.50`: whole amounts drop their zeros. */
export function formatMoney({ minor, currency }: Money, locale = 'en'): string {
  const places = minorDigits(currency)
  const whole = minor % 10 ** places === 0
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: whole ? 0 : places,
  }).format(minor / 10 ** places)
}
