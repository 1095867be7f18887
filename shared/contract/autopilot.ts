import { z } from 'zod'
import { autopilotSetSchema, autopilotViewSchema } from '../intervention/autopilot.ts'
import { call, done } from './call.ts'

export const autopilot = {
  list: call(
    'each trigger’s autopilot: on or off, its cap, what it started, why it stopped',
    'autopilot',
    'intervention',
    'outbox',
    'outcome',
    'setting',
    'signal',
    'trigger',
  ).output(z.array(autopilotViewSchema)),
  set: call('switch a trigger’s autopilot on or off, with its cap for 24 hours').input(autopilotSetSchema).output(done),
}
