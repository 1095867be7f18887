import { incidentTitle } from '../../../shared/incident.ts'
import type { JournalEntry } from '../../../shared/model/journal.ts'
import { DISMISSALS, OUTCOMES } from '../../../shared/vocabulary.ts'
import { plural } from '../../parts/number.ts'
import { exact } from '../../parts/time.ts'
import { DISMISSAL_WORDS, OUTCOME_SHORT } from '../../parts/words.ts'

/** What stands where an erased person was named says nothing. */
const isErased = (value: string) => value.startsWith('erased:')
const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() ? (isErased(value) ? 'erased' : value.trim()) : null

type Told = Pick<JournalEntry, 'args' | 'issues' | 'messages' | 'named'>

const some = (rows: readonly number[], thing: string): string | null =>
  rows.length > 1 ? plural(rows.length, thing) : rows.length === 1 ? `${thing} ${rows[0]}` : null

/** About whom or what a decision was. */
function about({ issues, messages, named }: Told, args: Record<string, unknown>): string | null {
  const rows = some(issues, 'issue') ?? some(messages, 'message')
  if (rows) return rows
  const [first, ...others] = named
  if (first !== undefined) return others.length > 0 ? `“${first}” and ${plural(others.length, 'other')}` : `“${first}”`
  if (text(args.name) || text(args.title)) return `“${text(args.name) ?? text(args.title)}”`
  if (text(args.component))
    return incidentTitle({
      dimension: text(args.dimension) ?? '',
      cause: text(args.component) ?? '',
      triggerTitle: null,
    })
  if (text(args.address)) return text(args.address)
  // Without the moment that an incident's id ends with.
  return text(args.id)?.replace(/@\d+(~\d+)?$/, '') ?? null
}

function how(args: Record<string, unknown>, zone: string): (string | null)[] {
  const dismissal = DISMISSALS.find(name => name === args.reason)
  const outcome = OUTCOMES.find(name => name === args.outcome)
  return [
    typeof args.until === 'number' ? `until ${exact(args.until, zone)}` : null,
    dismissal ? DISMISSAL_WORDS[dismissal].toLowerCase() : text(args.reason),
    outcome ? OUTCOME_SHORT[outcome] : null,
    text(args.subject) ? `“${text(args.subject)}”` : null,
    text(args.note),
    typeof args.enabled === 'boolean' ? (args.enabled ? 'on' : 'off') : null,
    typeof args.paused === 'boolean' ? (args.paused ? 'paused' : 'resumed') : null,
    text(args.host),
    text(args.owner) ? `owner ${text(args.owner)}` : null,
    args.as === 'sent' ? 'marked as sent' : args.as === 'send_again' ? 'sent again' : null,
  ]
}

/** What a decision was about, in words: `issue 12 · until 27 Nov 2026, 08:00`. Empty where there is no more to say. */
export function journalWords(told: Told, zone: string): string {
  const { args } = told
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return ''
  return [about(told, args), ...how(args, zone)].filter(Boolean).join(' · ')
}
