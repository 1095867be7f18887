import type { JournalRow } from '../../../shared/model/journal.ts'
import { DISMISSALS, OUTCOMES } from '../../../shared/vocabulary.ts'
import { plural } from '../../parts/number.ts'
import { exact } from '../../parts/time.ts'
import { DISMISSAL_WORDS, OUTCOME_SHORT } from '../../parts/words.ts'

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null)

/** The subject of a decision. */
function about(command: string, args: Record<string, unknown>): string | null {
  const thing = command.startsWith('outbox.') ? 'message' : 'issue'
  const ids = args.ids ?? args.issueIds
  if (Array.isArray(ids)) return ids.length === 1 ? `${thing} ${ids[0]}` : plural(ids.length, thing)
  if (typeof args.issueId === 'number') return `issue ${args.issueId}`
  if (text(args.name) || text(args.title)) return `“${text(args.name) ?? text(args.title)}”`
  if (text(args.address)) return text(args.address)
  return typeof args.id === 'number' ? `message ${args.id}` : text(args.id)
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
    args.as === 'sent' ? 'marked as sent' : args.as === 'send_again' ? 'sent again' : null,
  ]
}

/** A decision's subject and details: `issue 12 · until 27 Nov 2026, 08:00`. Empty where there are none. */
export function journalWords(
  { args, command = '' }: Pick<JournalRow, 'args'> & { command?: string },
  zone: string,
): string {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return ''
  return [about(command, args), ...how(args, zone)].filter(Boolean).join(' · ')
}
