import { type SingerConfig, singerSettingsSchema } from '../../../../shared/source/singer-source.ts'

/** The settings of a tap as they were typed: a JSON object, or why it is none. */
export function settingsOf(
  text: string,
): { ok: true; value: SingerConfig['settings'] } | { ok: false; problem: string } {
  try {
    const parsed = singerSettingsSchema.safeParse(JSON.parse(text.trim() || '{}'))
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: 'expected { … }' }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'not JSON' }
  }
}
