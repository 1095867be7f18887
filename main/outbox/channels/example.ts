import type { RequestTemplate } from '../../../shared/outbox/request.ts'
import { compileRequest, namesIn, Unfit, type Values } from './template.ts'

/** Every template of a request, with its place. */
export function textsOf(value: unknown, at: readonly PropertyKey[]): { text: string; at: readonly PropertyKey[] }[] {
  if (typeof value === 'string') return [{ text: value, at }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, [...at, Array.isArray(value) ? Number(key) : key]),
  )
}

/** Something for every name, so that a request can be built as it would be later. A digit fits texts and numbers. */
export function exampleOf(names: readonly (readonly string[])[]): Values {
  const roots = [...new Set(names.map(([first]) => first ?? ''))]
  return Object.fromEntries(
    roots.map(root => {
      const inner = names.flatMap(([first, ...rest]) => (first === root && rest.length > 0 ? [rest] : []))
      return [root, inner.length > 0 ? exampleOf(inner) : '1']
    }),
  )
}

/**
 * Whether a request cannot be built because of the settings, whatever the message: then no other message can go either,
 * and a person must correct the one that is named (null: several together). Null: it is this message's own values.
 */
export function settingAtFault(request: RequestTemplate, settings: Values): { setting: string | null } | null {
  const compiled = compileRequest(request)
  const names = textsOf(request, []).flatMap(({ text }) => namesIn(text))
  const example = exampleOf(names)
  const builds = (given: Values) => {
    try {
      compiled.build({ ...example, settings: { ...(example.settings as Values | undefined), ...given } })
      return true
    } catch (error) {
      if (error instanceof Unfit) return false
      throw error
    }
  }
  if (builds(settings)) return null
  const one = Object.entries(settings).find(([name, value]) => !builds({ [name]: value }))
  return { setting: one?.[0] ?? null }
}
