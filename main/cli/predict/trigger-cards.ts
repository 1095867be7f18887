import type { Proportion } from '../../../shared/model/review.ts'
import { TRIGGER_ANSWERS, type TriggerCard, type TriggerCards } from '../../../shared/predict/trigger-card.ts'
import { type Run, usage } from '../command.ts'
import { print, table } from '../print.ts'

const EXAMPLE = 'forestall model pause errors-spike "It fires after every release" --days 30'

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`

/** `31.0 % (24.1–38.8) of 154`; a dash where nothing is known. */
const shareWords = ({ n, value, low, high }: Proportion): string =>
  value === null || low === null || high === null
    ? '–'
    : `${percent(value)} (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)}) of ${n}`

/** `forestall model cards`: how good each trigger is, and which ones are proposed for pausing. */
export const showTriggerCards: Run = async ({ client, options }) => {
  const found = await client.model.triggerCards()
  print(options.json, found, () => cardsLines(found))
  return 0
}

/** `forestall model pause | keep TRIGGER REASON [--days N]`: a lead's answer to a proposal. */
export const answerTrigger: Run = async ({ client, args, options }) => {
  const [verb, triggerId, reason, more] = args
  const answer = TRIGGER_ANSWERS.find(known => known === verb)
  if (answer === undefined || triggerId === undefined || reason === undefined || more !== undefined)
    throw usage(`“model ${verb}” takes a trigger and a reason; quote the reason`, EXAMPLE)
  if (options.days !== undefined && !/^\d+$/.test(options.days)) throw usage('--days is no whole number', EXAMPLE)
  const look = options.days === undefined ? {} : { lookAfterDays: Number(options.days) }
  const decided = await client.model.decideTrigger({ triggerId, answer, reason, ...look })
  print(options.json, decided, () => [`The decision is recorded as ${decided.journalId}.`])
  return 0
}

const HEADS = [
  ...['trigger', 'followed by trouble', 'all accounts', 'beside the model', 'needless contacts'],
  ...['minutes for each contact avoided', ''],
]

function cardsLines({ cards, model }: TriggerCards): string[] {
  const proposed = cards.filter(({ proposal }) => proposal !== null)
  return [
    ...proposed.map(({ triggerId, proposal }) => `${triggerId}: pause it? ${proposal?.because ?? ''}`),
    ...(proposed.length === 0 ? ['No trigger is proposed for pausing.'] : []),
    '',
    ...table([HEADS, ...cards.map(rowOf)]),
    ...(model ? [] : ['', 'No model was trained yet to hold triggers against: forestall model train']),
  ]
}

function rowOf(card: TriggerCard): string[] {
  const { triggerId, precision, base, besideModel, needless, minutesPerAvoided, enabled, decision } = card
  const beside = besideModel
    ? `${percent(besideModel.trigger.value ?? 0)} of ${besideModel.trigger.n}, model ${percent(besideModel.model.value ?? 0)}`
    : '–'
  const wasted = needless.estimate === null ? '' : `${Math.round(needless.estimate.value)} of `
  const written = needless.written === 0 ? '–' : `${wasted}${needless.written}`
  const decided = decision ? `${decision.answer}, until ${new Date(decision.lookAt).toISOString().slice(0, 10)}` : ''
  return [
    ...[triggerId, shareWords(precision), base === null ? '–' : percent(base), beside, written],
    minutesPerAvoided === null ? 'cannot tell' : minutesPerAvoided.value.toFixed(0),
    [enabled ? '' : 'off', decided].filter(Boolean).join(', '),
  ]
}
