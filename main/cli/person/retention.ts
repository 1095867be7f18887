import { RETAINED } from '../../../shared/model/retention.ts'
import type { Run } from '../command.ts'
import { print, table } from '../print.ts'

/** `forestall retention`: for how many months each kind of data is kept, and how many rows are older now. */
export const retention: Run = async ({ client, options }) => {
  const rules = await client.person.retention()
  const old = await client.person.retentionPlan(rules)
  print(options.json, { rules, old }, () =>
    table([
      ['what', 'kept', 'too old now'],
      ...RETAINED.map(kind => [
        kind,
        rules[kind] === null ? 'for ever' : `${rules[kind]} months`,
        String(old.find(one => one.kind === kind)?.rows ?? 0),
      ]),
    ]),
  )
}
