import featureErrorsHelp from '../../resources/playbooks/feature-errors-help.json' with { type: 'json' }
import loginHelp from '../../resources/playbooks/login-help.json' with { type: 'json' }
import paymentNewCard from '../../resources/playbooks/payment-new-card.json' with { type: 'json' }
import shipmentUpdate from '../../resources/playbooks/shipment-update.json' with { type: 'json' }
import usageCheckIn from '../../resources/playbooks/usage-check-in.json' with { type: 'json' }
import { type Playbook, playbookSchema } from '../../shared/playbook.ts'

/** The playbooks that every new workspace starts with. */
export const starterPlaybooks: readonly Playbook[] = [
  usageCheckIn,
  featureErrorsHelp,
  paymentNewCard,
  loginHelp,
  shipmentUpdate,
].map(definition => playbookSchema.parse(definition))
