import { type SingerConfig, singerSettingsSchema } from '../../../../shared/source/singer-source.ts'

/** The typed settings of a tap: a JSON object, or why the text is not one. */
export function settingsOf(
  text: string,
): { ok: true; value: SingerConfig['settings'] } | { ok: false; problem: string } {
  try {
    const parsed = singerSettingsSchema.safeParse(JSON.parse(text.trim() || '{}'))
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: 'expected a JSON object { … }' }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'not JSON' }
  }
}
