import type { Proportion } from '../../../shared/model/review.ts'
import {
  type MissedTrouble,
  type RecallFigures,
  TROUBLE_ENDINGS,
  type TroubleEnding,
  type UnusualFeature,
} from '../../../shared/review/missed.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

const EXAMPLE = 'forestall missed --days 90'

const ENDING_WORDS: Record<TroubleEnding, string> = {
  had_issue: 'an issue was open',
  came_anyway: 'we acted, and they still came',
  held_out: 'held out',
  silenced: 'snoozed, dismissed or capped',
  no_source: 'no source covers it',
  too_late: 'data came too late',
  below: 'below threshold',
  no_trigger: 'no trigger looks at it',
}

/** `forestall missed [CAUSE | draft N] [--days N]`: recall with its causes, the tickets of one, or a draft as JSON. */
export const missed: Run = async ({ client, args, options }) => {
  const days = options.days === undefined ? null : Number(options.days)
  if (days !== null && !(days > 0)) throw usage('--days is not a number of days', EXAMPLE)
  const { now } = await client.workspace.info()
  const period = days === null ? {} : { from: now - days * DAY, to: now }
  const [what, number, ...more] = args
  if (more.length > 0) throw usage('missed takes a cause, or draft with a number', EXAMPLE)
  const ending = TROUBLE_ENDINGS.find(one => one === what)
  if (what === undefined) {
    const figures = await client.recall.figures(period)
    const unusual = await client.recall.unusual(period)
    print(options.json, { ...figures, unusual }, () => recallLines(figures, unusual))
  } else if (ending && number === undefined) {
    const limit = options.limit === undefined ? {} : { limit: Number(options.limit) }
    const rows = await client.recall.tickets({ ...period, ending, ...limit })
    print(options.json, rows, () => (rows.length === 0 ? ['None in this period.'] : troubleLines(rows)))
  } else if (what === 'draft') {
    const draft = (await client.recall.unusual(period))[Number(number ?? 1) - 1]?.draft
    if (!draft) throw usage('there is no draft of that number', EXAMPLE)
    print(true, draft, () => [])
  } else throw usage(`a cause is one of ${TROUBLE_ENDINGS.join(', ')}`, EXAMPLE)
  return undefined
}

const percent = (value: number | null): string => (value === null ? '–' : `${Math.round(100 * value)} %`)
const interval = (share: Proportion): string =>
  share.value === null ? 'none' : `${percent(share.value)} (${percent(share.low)} to ${percent(share.high)})`
const day = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Recall, then how many came for each cause, by category, and what was unusual of those that no trigger looked at. */
function recallLines(
  { all, tickets, cancellations, replayed, endings, recall, categories }: RecallFigures,
  unusual: readonly UnusualFeature[],
): string[] {
  if (all === 0) return ['No ticket or cancellation in this period.']
  return [
    `Recall ${interval(recall)}: of ${tickets} tickets and ${cancellations} cancellations, the console had seen ${recall.k}.`,
    ...(replayed === 0 ? [] : [`${replayed} came before the console watched, and are judged by a replay.`]),
    '',
    ...table([
      ['', 'all', ...categories.map(({ category }) => category ?? 'not told')],
      ...TROUBLE_ENDINGS.map(ending => [
        ...[ENDING_WORDS[ending], String(endings[ending])],
        ...categories.map(one => String(one.endings[ending])),
      ]),
      ['recall', interval(recall), ...categories.map(one => interval(one.recall))],
    ]),
    ...(unusual.length === 0 ? [] : ['', 'Unusual before they came, although no trigger looked at it']),
    ...unusual.map(
      ({ label, came, others }, n) =>
        `  ${n + 1}. ${label}: ${percent(came.value)} of them, ${percent(others.value)} of others (forestall missed draft ${n + 1})`,
    ),
  ]
}

const troubleLines = (rows: readonly MissedTrouble[]): string[] =>
  table([
    ['day', 'account', '', 'why'],
    ...rows.map(({ at, accountName, kind, why }) => [day(at), accountName, kind, why]),
  ])
