import { z } from 'zod'

const settings = z.record(z.string(), z.json())

/** The settings of a tap as they were typed: a JSON object, or why it is none. */
export function settingsOf(
  text: string,
): { ok: true; value: z.infer<typeof settings> } | { ok: false; problem: string } {
  try {
    const parsed = settings.safeParse(JSON.parse(text.trim() || '{}'))
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: 'expected { … }' }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'not JSON' }
  }
}
