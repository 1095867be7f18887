import accessCheck from '../../resources/playbooks/access-check.json' with { type: 'json' }
import changeNotice from '../../resources/playbooks/change-notice.json' with { type: 'json' }
import configReview from '../../resources/playbooks/config-review.json' with { type: 'json' }
import featureErrorsHelp from '../../resources/playbooks/feature-errors-help.json' with { type: 'json' }
import knownBugNotice from '../../resources/playbooks/known-bug-notice.json' with { type: 'json' }
import limitNotice from '../../resources/playbooks/limit-notice.json' with { type: 'json' }
import loginHelp from '../../resources/playbooks/login-help.json' with { type: 'json' }
import onboardingHelp from '../../resources/playbooks/onboarding-help.json' with { type: 'json' }
import orderDelayNotice from '../../resources/playbooks/order-delay-notice.json' with { type: 'json' }
import outageNotice from '../../resources/playbooks/outage-notice.json' with { type: 'json' }
import paymentCheck from '../../resources/playbooks/payment-check.json' with { type: 'json' }
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
  orderDelayNotice,
  paymentCheck,
  accessCheck,
  configReview,
  changeNotice,
  onboardingHelp,
  limitNotice,
  knownBugNotice,
  outageNotice,
].map(definition => playbookSchema.parse(definition))
