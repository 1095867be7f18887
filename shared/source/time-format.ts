import { z } from 'zod'

const NAMED = ['iso', 'date', 'unix_s', 'unix_ms'] as const
export type NamedTimeFormat = (typeof NAMED)[number]

/** The parts of a written pattern; anything else stands for itself, and letters that should are put in single quotes. */
const TOKENS = /'[^']*'|YYYY|MM|DD|HH|mm|ss|SSS|Z/g

/** What is wrong with a pattern such as `YYYY-MM-DDTHH:mm:ss.SSSZ`; null where it can be written and read. */
export function patternProblem(pattern: string): string | null {
  const tokens: readonly string[] = pattern.match(TOKENS) ?? []
  if (!tokens.includes('YYYY') || !tokens.includes('MM') || !tokens.includes('DD'))
    return 'expected YYYY, MM and DD in it'
  if (new Set(tokens).size < tokens.length) return 'has a part twice'
  const rest = pattern.replace(TOKENS, '')
  const stray = /[A-Za-z]{2,}/.exec(rest.replace(/T/g, ''))?.[0]
  return stray === undefined ? null : `“${stray}” is no part of a time; put letters that stand for themselves in quotes`
}

export const isNamedTime = (format: string): format is NamedTimeFormat => (NAMED as readonly string[]).includes(format)

/** How a system writes times: one of the usual ways, or a pattern of YYYY, MM, DD, HH, mm, ss, SSS and Z, in UTC. */
export const timeFormatSchema = z.union([
  z.enum(NAMED),
  z
    .string()
    .max(100)
    .superRefine((format, context) => {
      const problem = isNamedTime(format) ? null : patternProblem(format)
      if (problem !== null)
        context.addIssue({ code: 'custom', message: `expected iso, date, unix_s, unix_ms or a pattern: ${problem}` })
    }),
])
export type TimeFormat = z.infer<typeof timeFormatSchema>

/** UTC ms in a pattern. */
export function writePattern(pattern: string, at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  const values: Record<string, string> = {
    YYYY: year,
    MM: month,
    DD: day,
    HH: time.slice(0, 2),
    mm: time.slice(3, 5),
    ss: time.slice(6, 8),
    SSS: time.slice(9, 12),
    Z: 'Z',
  }
  return pattern.replace(TOKENS, token => (token.startsWith("'") ? token.slice(1, -1) : (values[token] ?? token)))
}

const DIGITS: Record<string, string> = {
  YYYY: '(?<YYYY>\\d{4})',
  MM: '(?<MM>\\d{2})',
  DD: '(?<DD>\\d{2})',
  HH: '(?<HH>\\d{2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
  SSS: '(?<SSS>\\d{1,9})',
  Z: '(?<Z>Z|UTC|[+-]\\d{2}:?\\d{2})',
}

/** Makes the reader of a pattern: UTC ms, or null for what is not written like it. */
export function patternReader(pattern: string): (text: string) => number | null {
  let source = ''
  let from = 0
  for (const match of pattern.matchAll(TOKENS)) {
    source += escaped(pattern.slice(from, match.index))
    source += match[0].startsWith("'") ? escaped(match[0].slice(1, -1)) : (DIGITS[match[0]] ?? '')
    from = match.index + match[0].length
  }
  const form = new RegExp(`^${source}${escaped(pattern.slice(from))}$`)
  return text => {
    const parts = form.exec(text)?.groups
    if (!parts) return null
    const { YYYY, MM, DD, HH = '00', mm = '00', ss = '00', SSS = '0', Z = 'Z' } = parts
    const at = Date.parse(`${YYYY}-${MM}-${DD}T${HH}:${mm}:${ss}Z`)
    const shift = shiftOf(Z)
    return Number.isNaN(at) ? null : at + Math.floor(Number(`0.${SSS}`) * 1_000) - shift
  }
}

function shiftOf(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
