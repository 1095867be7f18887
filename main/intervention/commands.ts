import { removePlaybook, savePlaybook } from './playbooks.ts'
import { recall, recallIntervention } from './recall.ts'
import { setGuardrails, setSmtp, suppress, unsuppress } from './settings.ts'
import { startIntervention } from './start.ts'

export { recall, savePlaybook, setGuardrails, setSmtp, startIntervention, suppress }

/** Every decision of this stage. */
export const interventionCommands = [
  savePlaybook,
  removePlaybook,
  startIntervention,
  recallIntervention,
  recall,
  setGuardrails,
  setSmtp,
  suppress,
  unsuppress,
]
