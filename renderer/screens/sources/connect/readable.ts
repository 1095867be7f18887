const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/

/** A value as a person reads it: a moment without its seconds, a date without its midnight. UTC, as it is kept. */
export const readableValue = (value: string): string =>
  value.replace(MOMENT, (_all, day: string, time: string) => (time === '00:00' ? day : `${day} ${time}`))

/** Fields of a raw record, for reading: JSON objects are taken apart, nested ones stay JSON; anything else is one piece. */
export function fieldsOf(raw: string): [string, string][] {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    return [['', raw]]
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [['', raw]]
  return Object.entries(value).map(([key, field]) => [key, typeof field === 'string' ? field : JSON.stringify(field)])
}
