import { z } from 'zod'
import { autopilotSetSchema, autopilotViewSchema } from '../intervention/autopilot.ts'
import { call, done } from './call.ts'

export const autopilot = {
  list: call(
    'list each trigger’s autopilot: on or off, daily cap, started interventions, why it stopped',
    'autopilot',
    'exposure',
    'intervention',
    'outbox',
    'outcome',
    'setting',
    'signal_count',
    'stop_rule',
    'stream_kind',
    'trigger',
  ).output(z.array(autopilotViewSchema)),
  set: call('turn a trigger’s autopilot on or off, and set its cap for 24 hours')
    .input(autopilotSetSchema)
    .output(done),
}
