import { z } from 'zod'
import { id, ms, share, text } from '../model/values.ts'
import { CATEGORIES } from '../vocabulary.ts'

/** A composite from 0 to 100; higher is better. */
const health = z.number().min(0).max(100)

/** Why a health is another than before: an issue came, went or has another risk, or the model said something else. */
const healthChangeSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('opened'), issueId: id, title: text, risk: share }),
  z.object({ by: z.literal('closed'), issueId: id, title: text }),
  z.object({ by: z.literal('moved'), issueId: id, title: text, before: share, risk: share }),
  z.object({ by: z.literal('scored'), before: share.nullable(), risk: share }),
])
export type HealthChange = z.infer<typeof healthChangeSchema>

/** The health of an account, what takes it away, and how it went (docs/prediction.md, “Health”). */
export const accountHealthSchema = z.object({
  /** Null where nothing measures it: no model has scored the account, and no issue of it is open. */
  health: health.nullable(),
  /** What the risk behind it is from. */
  by: z.enum(['model', 'issues']).nullable(),
  /** What takes points away; they add up to 100 − health. Empty where a model made the risk. */
  parts: z.array(z.object({ issueId: id, title: text, category: z.enum(CATEGORIES), risk: share, points: health })),
  /** In order of time; null while nothing measured it. */
  points: z.array(z.object({ at: ms, health: health.nullable(), changes: z.array(healthChangeSchema) })),
})
export type AccountHealth = z.infer<typeof accountHealthSchema>

/** An issue with the risks that it had: when each began, UTC ms, in order of time. */
export interface IssueLife {
  id: number
  title: string
  category: AccountHealth['parts'][number]['category']
  closedAt: number | null
  risks: readonly { at: number; risk: number }[]
}

/** A risk of 1 would leave no share for the others. */
const MOST = 0.999
const survives = (risk: number): number => Math.log1p(-Math.min(risk, MOST))

/**
 * 100 × the chance that none of the open issues comes true, where each does with its risk and none has to do with another:
 * 100 × ∏ (1 − risk). What each takes away is its share of the logarithm of that product, so that all add up.
 */
export function healthOfIssues(risks: readonly number[]): { health: number; points: number[] } | null {
  if (risks.length === 0) return null
  const logs = risks.map(survives)
  const all = logs.reduce((sum, log) => sum + log, 0)
  const health = 100 * Math.exp(all)
  return { health, points: logs.map(log => (all === 0 ? 0 : ((100 - health) * log) / all)) }
}

/** 100 × the chance that the account neither contacts support nor leaves, as a model says it. */
const healthOfRisk = (risk: number): number => 100 * (1 - risk)

interface Step {
  at: number
  change: HealthChange
}

function stepsOf({ id, title, closedAt, risks }: IssueLife): Step[] {
  const steps = risks
    .filter(({ at }) => closedAt === null || at < closedAt)
    .flatMap(({ at, risk }, k, kept): Step[] => {
      const before = kept[k - 1]?.risk
      if (before === undefined) return [{ at, change: { by: 'opened', issueId: id, title, risk } }]
      return before === risk ? [] : [{ at, change: { by: 'moved', issueId: id, title, before, risk } }]
    })
  return closedAt === null || steps.length === 0
    ? steps
    : [...steps, { at: closedAt, change: { by: 'closed', issueId: id, title } }]
}

/** Carries the issues and the model’s risk from step to step. From its first score on, the model alone measures. */
function walked(steps: readonly Step[]): AccountHealth['points'] {
  const open = new Map<number, number>()
  let scored: number | null = null
  const points: AccountHealth['points'] = []
  for (const [at, group] of Map.groupBy(steps, step => step.at)) {
    const changes = group.map(({ change }) => change).filter(({ by }) => scored === null || by === 'scored')
    for (const { change } of group) {
      if (change.by === 'scored') scored = change.risk
      else if (change.by === 'closed') open.delete(change.issueId)
      else open.set(change.issueId, change.risk)
    }
    const health = scored === null ? (healthOfIssues([...open.values()])?.health ?? null) : healthOfRisk(scored)
    if (changes.length > 0) points.push({ at, health, changes })
  }
  return points
}

/** The latest changes that are shown. */
const MOST_POINTS = 60

/**
 * The health of an account by its issues and by what a model said of it.
 *
 * @param scores What the model in use and those before it said, in order of time; empty where none scores the account now.
 * @param now What is later has not happened.
 */
export function accountHealth(
  issues: readonly IssueLife[],
  scores: readonly { at: number; risk: number }[],
  now: number,
): AccountHealth {
  const steps = [
    ...issues.flatMap(stepsOf),
    ...scores.map(({ at, risk }, k): Step => {
      return { at, change: { by: 'scored', before: scores[k - 1]?.risk ?? null, risk } }
    }),
  ]
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at - b.at)
  const points = walked(steps)
  const isScored = steps.some(({ change }) => change.by === 'scored')
  const open = isScored ? [] : openAt(issues, now)
  const { health = null, points: lost = [] } = healthOfIssues(open.map(({ risk }) => risk)) ?? {}
  return {
    health: points.at(-1)?.health ?? health,
    by: isScored ? 'model' : open.length > 0 ? 'issues' : null,
    parts: open
      .map(({ id, title, category, risk }, k) => ({ issueId: id, title, category, risk, points: lost[k] ?? 0 }))
      .sort((a, b) => b.points - a.points),
    points: points.slice(-MOST_POINTS),
  }
}

const openAt = (issues: readonly IssueLife[], now: number) =>
  issues.flatMap(({ risks, ...issue }) => {
    const risk = risks.findLast(({ at }) => at <= now)?.risk
    return risk === undefined || (issue.closedAt !== null && issue.closedAt <= now) ? [] : [{ ...issue, risk }]
  })
