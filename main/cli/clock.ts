import { begunLaterWords } from '../../shared/intervention/begun-later.ts'
import type { ClockSetting } from '../../shared/model/workspace.ts'
import { parseDuration } from '../../shared/trigger/duration.ts'
import { type Run, usage } from './command.ts'
import { print } from './print.ts'

/** Shows the time that the workspace lives in, or sets it. */
export const clock: Run = async ({ client, args, options, wall }) => {
  const [mode, value] = args
  const { begunLater = 0 } = mode === undefined ? {} : await client.workspace.setClock(clockSetting(mode, value, wall))
  const info = await client.workspace.info()
  print(options.json, { clock: info.clock, now: info.now, begunLater }, () => [
    `${info.clock.mode}: ${new Date(info.now).toISOString()}`,
    ...(begunLater > 0 ? [begunLaterWords(begunLater)] : []),
  ])
}

function clockSetting(mode: string, value: string | undefined, wall: number): ClockSetting {
  if (mode === 'real') return { mode }
  const at = value === undefined ? Number.NaN : Date.parse(value)
  if (mode === 'fixed' && !Number.isNaN(at)) return { mode, at }
  // A date means: live on from there; a duration means: that far in the past.
  if (mode === 'shifted' && !Number.isNaN(at)) return { mode, offset: at - wall }
  const back = value === undefined ? null : parseDuration(value)
  if (mode === 'shifted' && back !== null) return { mode, offset: -back }
  throw usage('that is no clock', 'forestall clock real | fixed 2024-12-31 | shifted 2024-12-31 | shifted 30d')
}
