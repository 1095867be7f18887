import { chanceCell } from '../../../shared/experiment/words.ts'
import type { ArmHealth } from '../../../shared/model/arm-health.ts'
import type { Run } from '../command.ts'
import { print, table } from '../print.ts'
import { dayOf } from './analyse.ts'

/** `forestall arms [--since DATE] [--until DATE]`: whether treatment and control of a period can be compared. */
export const arms: Run = async ({ client, options }) => {
  const health = await client.measure.health({
    ...(options.since !== undefined && { from: dayOf(options.since, '--since') }),
    ...(options.until !== undefined && { to: dayOf(options.until, '--until') }),
  })
  print(options.json, health, () => linesOf(health))
}

function linesOf({ ratio, playbooks, contamination, problems }: ArmHealth): string[] {
  const row = (name: string, { treatment, control, expectedControl, p, sequentialP }: ArmHealth['ratio']) => [
    ...[name, String(treatment), String(control), expectedControl.toFixed(1)],
    ...[p, sequentialP].map(chanceCell),
  ]
  return [
    ...table([
      ['first start of', 'treatment', 'control', 'expected', 'p', 'p, any number of looks'],
      row('account', ratio),
      ...playbooks.map(playbook => row(playbook.playbookId, playbook)),
    ]),
    `${contamination.reached} of ${contamination.control} held-out accounts were reached by other means.`,
    ...problems.map(({ playbookId, what, why, todo }) => `${playbookId ?? 'all'}: ${what} ${why} ${todo}`),
  ]
}
