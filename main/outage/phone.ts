const NAMES = /^(phone|telephone|tel|mobile|cell|telefon|handy)(_?(number|no|nr))?$/i
const DIGITS = /\d/g

/** The phone number among a contact's or an account's properties (JSON), as its source writes it; null where none is one. */
export function phoneIn(json: string): string | null {
  const properties: unknown = JSON.parse(json)
  if (typeof properties !== 'object' || properties === null) return null
  for (const [name, value] of Object.entries(properties)) {
    if (!NAMES.test(name.replaceAll('-', '_').trim())) continue
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
    // Fewer digits are an extension, more are an id.
    const digits = text.match(DIGITS)?.length ?? 0
    if (digits >= 5 && digits <= 17) return text
  }
  return null
}

/** The role among a contact's properties; null where none is named. */
export function roleIn(json: string): string | null {
  const { role } = JSON.parse(json) as { role?: unknown }
  return typeof role === 'string' && role.trim() !== '' ? role.trim() : null
}
