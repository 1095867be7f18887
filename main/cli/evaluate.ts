import type { Run } from './command.ts'
import { print } from './print.ts'

/** Evaluates triggers for what changed, or for everybody. */
export const evaluate: Run = async ({ client, options }) => {
  const report = await client.signal.evaluate({ everything: options.all })
  print(options.json, report, () => [
    ...report.setAside.map(
      ({ accountId, why }) => `Account ${accountId} could not be evaluated (${why}). It is evaluated again in an hour.`,
    ),
    `${report.accounts} accounts evaluated: ${report.fired} signals fired, ${report.cleared} cleared${report.heldBack > 0 ? `, ${report.heldBack} held back by a daily cap` : ''}; ` +
      `${report.opened} issues opened, ${report.closed} closed, ${report.rescored} rescored`,
  ])
}
