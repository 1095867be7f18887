import { chanceWords } from '../../../shared/experiment/words.ts'
import type { TableReport } from '../../../shared/predict/table-report.ts'
import { table } from '../print.ts'

/** Columns that are shown as drivers; `--json` has all. */
const SHOWN = 10

/** A judged table for a terminal: the sentence, what is doubtful, then the figures. */
export function tableReportLines(report: TableReport): string[] {
  const { headline, label, positive, rows, positives, judged } = report
  const sample = `${whole(rows)} rows, ${whole(positives)} with “${label}” = ${positive}`
  return [
    headline,
    judged === rows ? sample : `${sample}; judged by the later ${whole(judged)}`,
    ...suspectLines(report),
    ...figureLines(report),
    ...driverLines(report),
    ...unusedLines(report),
  ]
}

const whole = (n: number): string => n.toLocaleString('en')
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`

function suspectLines({ suspects, repeated }: TableReport): string[] {
  const lines = suspects.map(({ column, why, auc, rows }) =>
    why === 'alone'
      ? `  “${column}” alone predicts the label nearly perfectly (AUC ${(auc ?? 1).toFixed(3)}): was it known at that time?`
      : `  “${column}” lies after the moment of ${whole(rows ?? 0)} row${rows === 1 ? '' : 's'}: it was learned later.`,
  )
  return [
    ...(lines.length === 0
      ? []
      : ['', 'Leak suspects', ...lines, '  Repeat the command with --without COLUMN to judge without them.']),
    ...(repeated === 0
      ? []
      : [
          '',
          `${whole(repeated)} row${repeated === 1 ? ' repeats another' : 's repeat others'}; they were kept in one fold.`,
        ]),
  ]
}

function figureLines({ auc, logLoss, brier, calibrationError, lift, gain, p, bins, folds }: TableReport): string[] {
  return [
    '',
    ...table([
      ['', 'model', 'base rate'],
      ['AUC', auc.value.toFixed(3), '0.500'],
      ['log loss', logLoss.model.toFixed(4), logLoss.base.toFixed(4)],
      ['Brier score', brier.model.toFixed(4), brier.base.toFixed(4)],
    ]),
    `gain in log loss ${gain.value.toFixed(4)} (${gain.low.toFixed(4)} to ${gain.high.toFixed(4)}), p ${chanceWords(p)}`,
    `calibration error ${percent(calibrationError)} · lift at 10 %: ${lift.toFixed(2)}`,
    '',
    ...table([
      ['risk', 'rows', 'predicted', 'observed'],
      ...bins.map(bin => [
        `${percent(bin.from)}–${percent(bin.to)}`,
        whole(bin.n),
        percent(bin.predicted),
        percent(bin.observed),
      ]),
    ]),
    '',
    ...table([
      ['fold', 'learned from', 'judged by', 'positive', 'AUC', 'model'],
      ...folds.map((fold, at) => [
        ...[String(at + 1), whole(fold.train), whole(fold.test), whole(fold.positives)],
        ...[fold.auc.toFixed(3), fold.kind === 'trees' ? 'boosted trees' : 'logistic regression'],
      ]),
    ]),
  ]
}

const WAYS = { up: 'more means more risk', down: 'more means less risk' }

function driverLines({ signal, drivers }: TableReport): string[] {
  // What drives predictions of chance is chance.
  if (signal !== 'found') return []
  const rows = drivers
    .slice(0, SHOWN)
    .map(({ column, share, direction }) => [column, percent(share), direction === null ? '' : WAYS[direction]])
  return ['', 'What drives it', ...table(rows)]
}

function unusedLines({ unused, leftOut }: TableReport): string[] {
  return [
    ...(unused.length === 0
      ? []
      : ['', 'Columns that were not used', ...unused.map(({ column, why }) => `  “${column}”: ${why}`)]),
    ...leftOut.flatMap(({ what, todo, examples }) => [
      '',
      examples.length === 0
        ? what
        : `${what} For example ${examples.map(({ line, text }) => `line ${line}${text && ` “${text}”`}`).join(' · ')}`,
      `  → ${todo}`,
    ]),
  ]
}
