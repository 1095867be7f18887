import { updateSettingsSchema } from '../update/update-settings.ts'
import { updateStateSchema } from '../update/update-state.ts'
import { call } from './call.ts'

export const update = {
  state: call('show the settings of updates, and whether there is a newer version', 'task').output(updateStateSchema),
  configure: call('change where newer versions are looked for, and whether once a day')
    .input(updateSettingsSchema)
    .output(updateStateSchema),
  look: call('look for a newer version now').output(updateStateSchema),
  install: call('fetch the newer version, back the workspaces up and stage it').output(updateStateSchema),
}
