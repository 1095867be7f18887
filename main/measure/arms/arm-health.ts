import { chanceWords } from '../../../shared/experiment/words.ts'
import type { ArmHealth, ArmProblem, ArmRatio, ReachedBy, ReachedControl } from '../../../shared/model/arm-health.ts'
import type { Period } from '../../../shared/period.ts'
import type { ReadDb } from '../../cache/db.ts'
import { type AssignedUnder, armRatio } from './arm-ratio.ts'
import { type AssignedRow, assignedIn, contaminationIn } from './arm-rows.ts'

/** Below this chance an assignment is no longer believed. A sound one is flagged once in a thousand times. */
const DOUBTED = 0.001
/** Control accounts reached by other means, from which share on the comparison is said to suffer. */
const DILUTED = 0.05
const EXAMPLES = 5

/** Whether the arms of a period can be compared. */
export const armHealth = (db: ReadDb, period: Period, now: number): ArmHealth =>
  judgeArms(assignedIn(db, period), contaminationIn(db, period, now))

/** What speaks against comparing arms, from who was assigned to them and which held-out accounts were reached. */
export function judgeArms(
  { all, byPlaybook }: { all: readonly AssignedRow[]; byPlaybook: readonly AssignedRow[] },
  { control, reached }: { control: number; reached: readonly ReachedControl[] },
): ArmHealth {
  const ratio = armRatio(stretchesOf(all))
  const playbooks = [...Map.groupBy(byPlaybook, row => row.playbookId)].map(([playbookId, rows]) => ({
    ...{ playbookId, ...armRatio(stretchesOf(rows)) },
    ...{ versions: versionsOf(rows), shares: sharesOf(rows) },
  }))
  const contamination = contaminationOf(control, reached)
  return {
    ...{ ratio, playbooks, contamination },
    problems: [
      ...wrongRatio(ratio, null),
      ...reachedControls(contamination),
      ...playbooks.flatMap(playbook => [
        ...wrongRatio(playbook, playbook.playbookId),
        ...changedPlaybook(playbook),
        ...changedShare(playbook),
      ]),
    ],
  }
}

type PlaybookArms = ArmHealth['playbooks'][number]

/** Rows day by day, cut where the share changes. */
function stretchesOf(rows: readonly AssignedRow[]): AssignedUnder[] {
  const stretches: { share: number; days: { treatment: number; control: number }[] }[] = []
  for (const day of [...Map.groupBy(rows, row => row.day)].sort(([a], [b]) => a - b))
    for (const [share, same] of Map.groupBy(day[1], row => row.share)) {
      const last = stretches.at(-1)
      const stretch = last?.share === share ? last : { share, days: [] }
      if (stretch !== last) stretches.push(stretch)
      stretch.days.push(byArm(same))
    }
  return stretches
}

const byArm = (rows: readonly AssignedRow[]) => {
  const of = (arm: AssignedRow['arm']) => rows.reduce((sum, row) => sum + (row.arm === arm ? row.accounts : 0), 0)
  return { treatment: of('treatment'), control: of('control') }
}

const sinceOf = (rows: readonly AssignedRow[]) => Math.min(...rows.map(({ since }) => since))

const versionsOf = (rows: readonly AssignedRow[]): PlaybookArms['versions'] =>
  [...Map.groupBy(rows, row => row.version)]
    .map(([version, same]) => ({ version, since: sinceOf(same), ...byArm(same) }))
    .sort((a, b) => a.since - b.since || a.version - b.version)

const sharesOf = (rows: readonly AssignedRow[]): PlaybookArms['shares'] =>
  [...Map.groupBy(rows, row => row.share)]
    .map(([share, same]) => ({ share, since: sinceOf(same) }))
    .sort((a, b) => a.since - b.since)

function contaminationOf(control: number, reached: readonly ReachedControl[]): ArmHealth['contamination'] {
  const accounts = (by?: ReachedBy) =>
    new Set(reached.filter(row => by === undefined || row.by === by).map(({ accountId }) => accountId)).size
  const by = { override: accounts('override'), other_playbook: accounts('other_playbook'), call: accounts('call') }
  return { control, reached: accounts(), by, examples: reached.slice(0, EXAMPLES) }
}

const date = (at: number): string => new Date(at).toISOString().slice(0, 10)
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

function wrongRatio({ treatment, control, expectedControl, sequentialP }: ArmRatio, playbookId: string | null) {
  if (sequentialP >= DOUBTED) return []
  const problem: ArmProblem = {
    ...{ check: 'ratio', playbookId },
    what: `${control} of ${treatment + control} accounts are in the control group; ${expectedControl.toFixed(1)} were expected.`,
    why: `By chance alone this would happen with p ${chanceWords(sequentialP)}, however often one looks. Accounts are lost in one arm, seldom at random.`,
    todo: 'Find out what refuses or starts issues of one arm only before you believe any effect of this period.',
  }
  return [problem]
}

function reachedControls({ control, reached, by }: ArmHealth['contamination']): ArmProblem[] {
  if (control === 0 || reached / control < DILUTED) return []
  const means = [
    by.override > 0 ? `${by.override} by an override` : null,
    by.other_playbook > 0 ? `${by.other_playbook} by another playbook` : null,
    by.call > 0 ? `${by.call} by a call, a meeting or a chat` : null,
  ].filter(words => words !== null)
  return [
    {
      ...{ check: 'contamination', playbookId: null },
      what: `${reached} of ${control} held-out accounts were reached within their window: ${means.join(', ')}.`,
      why: 'A control group that is helped too makes every effect look smaller than it is.',
      todo: 'Override the holdout less often. Accounts stay in the arm that they were assigned to.',
    },
  ]
}

function changedPlaybook({ playbookId, versions }: PlaybookArms): ArmProblem[] {
  const last = versions.at(-1)
  if (versions.length < 2 || !last) return []
  return [
    {
      ...{ check: 'playbook_changed', playbookId },
      what: `The playbook changed within the period: ${versions.length} versions, the newest since ${date(last.since)}.`,
      why: 'An effect over all of them belongs to none of them.',
      todo: `Choose a period from ${date(last.since)} to judge the newest version.`,
    },
  ]
}

function changedShare({ playbookId, shares }: PlaybookArms): ArmProblem[] {
  const last = shares.at(-1)
  if (shares.length < 2 || !last) return []
  const words = shares.map(({ share, since }) => `${percent(share)} from ${date(since)}`).join(', ')
  return [
    {
      ...{ check: 'share_changed', playbookId },
      what: `The share of the control group changed within the period: ${words}.`,
      why: 'Early accounts are rarer or more frequent in one arm, so a trend over time looks like an effect.',
      todo: `Choose a period from ${date(last.since)}, or compare within each share.`,
    },
  ]
}
