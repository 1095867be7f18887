import { AUDIT_KINDS, type AuditAnswer, type AuditKind, type AuditRate } from '../../../shared/review/audit.ts'
import { wilson } from '../proportion.ts'

/** An answer with the chance with which its item was drawn. */
export interface WeightedAnswer {
  kind: AuditKind
  answer: AuditAnswer
  chance: number
}

/** False-negative rates: over everything, then by kind. */
export const auditRates = (answers: readonly WeightedAnswer[]): AuditRate[] => [
  rateOf(null, answers),
  ...AUDIT_KINDS.map(kind =>
    rateOf(
      kind,
      answers.filter(one => one.kind === kind),
    ),
  ),
]

/**
 * The share at which acting would have been right, each answer weighted by 1 / chance (Hájek 1971). Its 95 % interval is
 * Wilson's with the number of answers of equal weight that would say as much: Kish (1965), (Σw)² / Σw².
 */
function rateOf(kind: AuditKind | null, answers: readonly WeightedAnswer[]): AuditRate {
  const stands = sumOf(answers, weightOf)
  const missed = answers.filter(({ answer }) => answer === 'missed')
  const bounds =
    answers.length === 0
      ? { value: null, low: null, high: null }
      : wilson(sumOf(missed, weightOf) / stands, stands ** 2 / sumOf(answers, one => weightOf(one) ** 2))
  return { kind, answered: answers.length, missed: missed.length, stands, ...bounds }
}

const weightOf = ({ chance }: WeightedAnswer): number => 1 / chance
const sumOf = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0)
