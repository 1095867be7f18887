import type { AdviceDecision, PlaybookFigures } from '../../../shared/review/decision.ts'
import { ADVICE_ANSWERS } from '../../../shared/review/decision.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { type Client, type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'
import { differenceWords } from './review.ts'

const EXAMPLE = 'forestall advice decline billing-card "A change of price explains it" --days 90'

/**
 * `forestall advice [--days N]`: what the review advises, and what leads decided about it. `advice follow | decline
 * PLAYBOOK REASON [--days N]` records a decision, `advice look DECISION` closes one whose window is over.
 */
export const advice: Run = async ({ client, args, options }) => {
  const [verb, subject, reason, more] = args
  if (more !== undefined) throw usage('The command “advice” has too many words; quote the reason', EXAMPLE)
  const period = await periodOf(client, options.days)
  if (verb === undefined) return listed(client, period, options.json)
  if (subject === undefined) throw usage(`“advice ${verb}” names no playbook or decision`, EXAMPLE)
  if (verb === 'look' && reason === undefined) {
    const closed = await client.review.look({ decision: subject })
    print(options.json, closed, () => [`The second look is recorded as ${closed.journalId}.`])
    return undefined
  }
  const answer = ADVICE_ANSWERS.find(known => known === verb)
  if (answer === undefined || reason === undefined)
    throw usage('“advice” takes follow or decline with a playbook and a reason, or look with a decision', EXAMPLE)
  const { recommendations } = await client.review.figures(period)
  const given = recommendations.find(({ playbookId }) => playbookId === subject)
  if (!given) throw usage(`The review of this period advises nothing for “${subject}”`, 'forestall advice --days 90')
  const decided = await client.review.decide({
    ...{ ...period, playbookId: subject, advice: given.advice, answer, reason },
  })
  print(options.json, decided, () => [`The decision is recorded as ${decided.journalId}.`])
  return undefined
}

async function periodOf(client: Client, days: string | undefined) {
  if (days === undefined) return {}
  if (!(Number(days) > 0)) throw usage('--days is not a number of days', EXAMPLE)
  const { now } = await client.workspace.info()
  return { from: Math.round(now - Number(days) * DAY), to: now }
}

async function listed(client: Client, period: { from?: number; to?: number }, json: boolean): Promise<undefined> {
  const { recommendations } = await client.review.figures(period)
  const decisions = await client.review.decisions()
  print(json, { recommendations, decisions }, () => [
    ...(recommendations.length === 0 ? ['The review of this period advises nothing.'] : []),
    ...recommendations.map(({ playbookId, advice: verb, because }) => `${playbookId}: ${verb}. ${because}`),
    ...(decisions.length === 0 ? [] : ['', ...table([HEADS, ...decisions.map(rowOf)])]),
  ])
  return undefined
}

const HEADS = ['decision', 'playbook', 'advice', 'answer', 'when decided, points', 'since, points', 'second look']

function rowOf({ id, playbookId, advice: verb, answer, before, since, state, lookAt }: AdviceDecision): string[] {
  const words = (figures: PlaybookFigures | null) => (figures === null ? '' : differenceWords(figures.sequence))
  const look = state === 'waiting' ? `from ${new Date(lookAt).toISOString().slice(0, 10)}` : state
  return [id, playbookId, verb, answer, words(before), words(since), look]
}
