import type { TroubleEnding } from '../../../../shared/review/missed.ts'

/** Where a ticket or cancellation ends, in a few words. */
export const ENDING_TITLES: Record<TroubleEnding, string> = {
  had_issue: 'An issue was open',
  came_anyway: 'We acted, and they still came',
  held_out: 'Held out',
  silenced: 'Snoozed, dismissed or capped',
  no_source: 'No source covers it',
  too_late: 'Data came too late',
  below: 'Below threshold',
  no_trigger: 'No trigger looks at it',
}

/** What each of them means, and what to do about it. */
export const ENDING_MEANINGS: Record<TroubleEnding, string> = {
  had_issue: 'The issue was in the queue, and nobody had acted yet.',
  came_anyway: 'A message or fix had left, and its window was open.',
  held_out: 'The account is in a control arm.',
  silenced: 'A person or a daily cap kept the issue out of the queue.',
  no_source: 'Connect a source that knows this account or category.',
  too_late: 'A trigger holds by today’s data. Sync its source more often.',
  below: 'A trigger would hold at half its thresholds, or its condition had cleared. Try a lower threshold.',
  no_trigger: 'Nothing was near to firing. Look at what was unusual.',
}
