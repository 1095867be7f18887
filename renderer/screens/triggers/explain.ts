import { parseTrigger, type Trigger } from '../../../shared/trigger.ts'

export type Read = { definition: Trigger } | { problem: string }

/** Reads a definition from JSON; what is wrong names its place and says what was expected there. */
export function readDefinition(text: string): Read {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `Expected valid JSON: ${placeOf(error, text)}.` }
  }
  const parsed = parseTrigger(value)
  return parsed.ok ? { definition: parsed.value } : { problem: parsed.error.why }
}

/** The browser's own words, with a line instead of a position. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error)
  const [, position] = /position (\d+)/.exec(message) ?? []
  const reason = message.replace(/,? ?(in JSON )?at position[\s\S]*$/, '').replace(/, ?"[\s\S]*$/, '')
  return position === undefined ? reason : `${reason} in line ${text.slice(0, Number(position)).split('\n').length}`
}

/** A definition as people read and exchange it. */
export const writeDefinition = (definition: Trigger): string => JSON.stringify(definition, null, 2)
