import type {
  CategoryCard,
  IssueStanding,
  ListedCard,
  ReportCard,
  RiskReasons,
} from '../../../shared/predict/report-card.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'
import { answerTrigger, showTriggerCards } from './trigger-cards.ts'

const EXAMPLE = 'forestall model train --days 7'

/** Trains on the workspace's own outcomes, lists report cards, or says why an account has its risk. */
export const modelCommand: Run = async asked => {
  const { client, args, options } = asked
  const [verb = 'list', account, ...more] = args
  if (verb === 'cards' && account === undefined) return showTriggerCards(asked)
  if (verb === 'pause' || verb === 'keep') return answerTrigger(asked)
  if (verb === 'train' && account === undefined) {
    const days = options.days === undefined ? {} : { days: wholeNumber(options.days, '--days') }
    const card = await client.model.train(days)
    print(options.json, card, () => (card ? cardLines(card) : ['Cancelled.']))
    return card?.signal === 'found' ? 0 : 1
  }
  if (verb === 'list' && account === undefined) {
    const cards = await client.model.list()
    print(options.json, cards, () => (cards.length === 0 ? ['No model was trained yet.'] : listLines(cards)))
    return 0
  }
  if (verb === 'why' && account !== undefined && more.length === (account === 'issue' ? 1 : 0)) {
    const of =
      account === 'issue'
        ? { issueId: wholeNumber(more[0] ?? '', 'the issue') }
        : { accountId: wholeNumber(account, 'the account') }
    const at = options.until === undefined ? {} : { at: dayOf(options.until, '--until') }
    const before = options.since === undefined ? {} : { before: dayOf(options.since, '--since') }
    const reasons = await client.model.why({ ...of, ...at, ...before })
    print(options.json, reasons, () => reasonLines(reasons))
    return 0
  }
  throw usage(
    'model takes train, list, cards, pause or keep with a trigger and a reason, why with the id of an account, or why issue with that of an issue',
    EXAMPLE,
  )
}

function wholeNumber(text: string, name: string): number {
  if (!/^\d+$/.test(text)) throw usage(`${name} is no whole number`, EXAMPLE)
  return Number(text)
}

function dayOf(text: string, name: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw usage(`${name} is no date`, 'forestall model why 12 --since 2024-05-01')
  return at
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`
const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
const KINDS = { logistic: 'logistic regression', trees: 'boosted trees' }

function cardLines(card: ReportCard): string[] {
  const { learned, judged, auc, model, base, before, lift, drivers, categories, without } = card
  return [
    card.chosen ? `In use: ${card.why}` : `Not in use: ${card.why}`,
    `${KINDS[card.kind]}, risk of contacting support or leaving within ${card.horizonDays} days`,
    `learned from ${learned.rows.toLocaleString('en')} moments of ${learned.accounts.toLocaleString('en')} accounts, ${learned.positives.toLocaleString('en')} with trouble, ${day(learned.from)} to ${day(learned.to)}`,
    `judged by ${judged.rows.toLocaleString('en')} later ones, ${judged.positives.toLocaleString('en')} with trouble, ${day(judged.from)} to ${day(judged.to)}`,
    '',
    ...table([
      ['', 'model', 'base rate', ...(before ? ['model before'] : [])],
      ['AUC', model.auc.toFixed(3), '0.500', ...(before ? [before.auc.toFixed(3)] : [])],
      ['log loss', model.logLoss.toFixed(4), base.logLoss.toFixed(4), ...(before ? [before.logLoss.toFixed(4)] : [])],
      [
        'calibration error',
        percent(model.calibrationError),
        percent(base.calibrationError),
        ...(before ? [percent(before.calibrationError)] : []),
      ],
    ]),
    `AUC ${auc.low.toFixed(3)}–${auc.high.toFixed(3)} · lift at 10 %: ${lift.toFixed(2)}`,
    ...(card.signal === 'found'
      ? ['', 'What drives it', ...table(drivers.slice(0, 10).map(({ column, share }) => [column, percent(share)]))]
      : []),
    ...(categories.length === 0 ? [] : ['', 'By category', ...categoryLines(categories)]),
    ...(without.length === 0 ? [] : ['', 'Not learned from', ...without.map(note => `  ${note}`)]),
  ]
}

/** What each category is scored by, beside the risk of any ticket on the same outcomes. */
const categoryLines = (categories: readonly CategoryCard[]): string[] => [
  ...table([
    ['', 'scored by', 'tickets', 'AUC', 'log loss', 'any ticket', 'calibration error'],
    ...categories.map(({ category, isOwn, cases, auc, model, any }) => [
      ...[category, isOwn ? 'its own tickets' : 'any ticket', String(cases), auc ? auc.value.toFixed(3) : ''],
      ...[model?.logLoss.toFixed(4) ?? '', any?.logLoss.toFixed(4) ?? '', model ? percent(model.calibrationError) : ''],
    ]),
  ]),
  ...categories.filter(({ isOwn }) => !isOwn).map(({ category, why }) => `  ${category}: ${why}`),
]

const listLines = (cards: readonly ListedCard[]): string[] =>
  table([
    ['model', 'trained', 'AUC', 'log loss', 'base rate', 'kind', ''],
    ...cards.map(({ id, trainedAt, inUse, card, unreadable }) => [
      ...[String(id), trainedAt === null ? '' : day(trainedAt)],
      ...(card
        ? [card.model.auc.toFixed(3), card.model.logLoss.toFixed(4), card.base.logLoss.toFixed(4), KINDS[card.kind]]
        : ['', '', '', '']),
      [inUse ? 'in use' : '', unreadable === null ? '' : `report card cannot be read: ${unreadable}`]
        .filter(Boolean)
        .join(', '),
    ]),
  ])

function standingLines({
  state,
  rank,
  of,
  priority,
  treatability,
  urgency,
  minutes,
  ...rest
}: IssueStanding): string[] {
  const place = rank === null ? state : `rank ${rank} of ${of}`
  const triggers = rest.triggers.map(({ id, version }) => `${id} (version ${version})`).join(', ')
  return [
    `${place} since ${day(rest.since)}: priority ${priority.toFixed(2)}, treatability ${percent(treatability)}, urgency ${urgency}, ${minutes} minutes`,
    `triggers: ${triggers}`,
  ]
}

/** Reasons that are shown; `--json` has all. */
const SHOWN = 8
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

function reasonLines(reasons: RiskReasons): string[] {
  const { account, horizonDays, about, now, base, contributions, before, standing } = reasons
  const ticket = about === null ? 'any ticket' : `a ticket about ${about}`
  const within = horizonDays === null ? 'by base rates' : `within ${horizonDays} days of ${ticket} or of leaving`
  const width = now.low === null || now.high === null ? '' : ` (${percent(now.low)} to ${percent(now.high)})`
  return [
    `${account}: ${percent(now.risk)} ${within}${width}`,
    ...(standing ? standingLines(standing) : []),
    '',
    `in log odds, from ${base.toFixed(2)} for an account of which nothing is known to ${now.logOdds.toFixed(2)}`,
    ...table(contributions.slice(0, SHOWN).map(({ words, logOdds }) => [signed(logOdds), words])),
    ...(before === null
      ? []
      : [
          '',
          `${percent(before.risk)} on ${day(before.at)}; since then`,
          ...table(before.changes.slice(0, SHOWN).map(one => [signed(one.logOdds), one.column, one.before, one.after])),
        ]),
  ]
}
