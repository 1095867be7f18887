const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z$/

/** A value for reading: times without seconds, dates without midnight. UTC, as stored. */
export const readableValue = (value: string): string =>
  value.replace(MOMENT, (_all, day: string, time: string) => (time === '00:00' ? day : `${day} ${time}`))

/** The fields of a raw record, for reading. Nested objects stay JSON; a value that is not a JSON object is one field. */
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
