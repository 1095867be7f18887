import { isReadable, type KeptCard, type ListedCard, type ReportCard } from '../../../shared/predict/report-card.ts'
import { percent } from '../../parts/number.ts'
import { listedWords } from '../../parts/words.ts'

/** A finding as a sentence, and what follows from it. */
export interface ModelFinding {
  sentence: string
  consequence: string
}

/** The card that the screen is about: that of the model in use, otherwise the newest one, among those that can be read. */
export function shownCard(cards: readonly ListedCard[]): KeptCard | null {
  const readable = cards.filter(isReadable)
  return readable.find(({ inUse }) => inUse) ?? readable[0] ?? null
}

/** What is said above the screen where the card of the model in use, or every card, cannot be read; null otherwise. */
export function unreadableWords(cards: readonly ListedCard[]): { what: string; why: string } | null {
  const inUse = cards.find(card => card.inUse)
  if (inUse) {
    if (isReadable(inUse)) return null
    const rest = cards.some(isReadable) ? ' Below is an earlier or later training.' : ''
    return {
      what: 'The report card of the model in use cannot be read.',
      why: `${inUse.unreadable} The model still scores issues, but nothing says how good it is.${rest}`,
    }
  }
  const [newest] = cards
  if (!newest || cards.some(isReadable) || isReadable(newest)) return null
  return { what: 'No report card can be read.', why: `${newest.unreadable} Issues are ranked by base rates and value.` }
}

/** What a training found. That there is nothing to find is a result like any other. */
export function findingOf({ card, inUse }: KeptCard): ModelFinding {
  if (card.signal === 'few')
    return {
      sentence: 'Cannot tell yet whether trouble can be foretold from these data.',
      consequence: 'There were too few outcomes of either kind to judge by. Issues are ranked by base rates and value.',
    }
  if (card.signal === 'none')
    return {
      sentence: 'No usable signal: the best model was not better than the base rate beyond chance.',
      consequence: 'Issues are ranked by base rates and value. More history or other events may change that.',
    }
  return {
    sentence: `The tenth of accounts with the highest risk had trouble ${card.lift.toFixed(1)} times as often as all accounts.`,
    consequence: inUse ? 'This model scores the issues of the queue.' : card.why,
  }
}

/** What a risk is the risk of. */
export const labelWords = ({ horizonDays }: ReportCard): string =>
  `contacts support or leaves within ${horizonDays} days`

/** Whose tickets count for which issues. */
export function categoryLabelWords({ categories }: ReportCard): string {
  const own = categories.filter(({ isOwn }) => isOwn).map(({ category }) => category)
  if (own.length === 0) return 'any ticket counts, whatever its category'
  if (own.length === categories.length) return 'the ticket must be in the issue’s category, or have no category'
  return `for issues of ${listedWords(own)}, the ticket must be about that or have no category; for others any ticket counts`
}

/** What is not known of the tickets that are foretold. */
export function unknownTicketWords({ categories }: ReportCard): string[] {
  const others = categories.filter(({ isOwn }) => !isOwn).map(({ category }) => category)
  if (categories.length === 0 || others.length === categories.length)
    return ['Whether the ticket will be about the issue: any ticket counts, or leaving.']
  return others.length === 0
    ? []
    : [`Whether the ticket will be about the issue, where that is of ${listedWords(others)}.`]
}

export const FIT_WORDS: Record<ReportCard['kind'], string> = {
  logistic: 'logistic regression',
  trees: 'boosted trees',
}

/** One measure of goodness, of the model, the base rate and the model before. */
export interface GoodnessRow {
  name: string
  better: 'higher' | 'lower'
  model: string
  base: string
  before: string | null
}

/** How good a model is, row by row, beside the base rate and the model before on the same outcomes. */
export function goodnessRows({ auc, model, base, before }: ReportCard): GoodnessRow[] {
  const three = (value: number) => value.toFixed(3)
  return [
    {
      ...{ name: 'AUC', better: 'higher', base: '0.500', before: before && three(before.auc) },
      model: `${three(model.auc)} (${three(auc.low)}–${three(auc.high)})`,
    },
    {
      ...{ name: 'Log loss', better: 'lower', model: model.logLoss.toFixed(4), base: base.logLoss.toFixed(4) },
      before: before?.logLoss.toFixed(4) ?? null,
    },
    {
      ...{ name: 'Brier score', better: 'lower', model: model.brier.toFixed(4), base: base.brier.toFixed(4) },
      before: before?.brier.toFixed(4) ?? null,
    },
    {
      ...{ name: 'Calibration error', better: 'lower', model: percent(model.calibrationError) },
      ...{ base: percent(base.calibrationError), before: before && percent(before.calibrationError) },
    },
  ]
}
