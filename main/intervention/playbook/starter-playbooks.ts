import accessCheck from '../../../resources/playbooks/access-check.json' with { type: 'json' }
import cardUpdate from '../../../resources/playbooks/card-update.json' with { type: 'json' }
import changeNotice from '../../../resources/playbooks/change-notice.json' with { type: 'json' }
import configReview from '../../../resources/playbooks/config-review.json' with { type: 'json' }
import featureErrorsHelp from '../../../resources/playbooks/feature-errors-help.json' with { type: 'json' }
import firstUseHelp from '../../../resources/playbooks/first-use-help.json' with { type: 'json' }
import knownBugNotice from '../../../resources/playbooks/known-bug-notice.json' with { type: 'json' }
import limitNotice from '../../../resources/playbooks/limit-notice.json' with { type: 'json' }
import loginHelp from '../../../resources/playbooks/login-help.json' with { type: 'json' }
import onboardingHelp from '../../../resources/playbooks/onboarding-help.json' with { type: 'json' }
import orderDelayNotice from '../../../resources/playbooks/order-delay-notice.json' with { type: 'json' }
import outageNotice from '../../../resources/playbooks/outage-notice.json' with { type: 'json' }
import pageHelp from '../../../resources/playbooks/page-help.json' with { type: 'json' }
import paymentCheck from '../../../resources/playbooks/payment-check.json' with { type: 'json' }
import paymentNewCard from '../../../resources/playbooks/payment-new-card.json' with { type: 'json' }
import renewalCheckIn from '../../../resources/playbooks/renewal-check-in.json' with { type: 'json' }
import serviceNotice from '../../../resources/playbooks/service-notice.json' with { type: 'json' }
import serviceRestored from '../../../resources/playbooks/service-restored.json' with { type: 'json' }
import shipmentProblem from '../../../resources/playbooks/shipment-problem.json' with { type: 'json' }
import shipmentUpdate from '../../../resources/playbooks/shipment-update.json' with { type: 'json' }
import usageCheckIn from '../../../resources/playbooks/usage-check-in.json' with { type: 'json' }
import { type Playbook, playbookSchema } from '../../../shared/intervention/playbook.ts'
import { once } from '../../cache/parsed.ts'

const read = (definitions: readonly unknown[]): Playbook[] =>
  definitions.map(definition => playbookSchema.parse(definition))

/** The playbooks that every new workspace starts with. */
export const starterPlaybooks: () => readonly Playbook[] = once(() =>
  read([
    usageCheckIn,
    renewalCheckIn,
    pageHelp,
    onboardingHelp,
    firstUseHelp,
    limitNotice,
    featureErrorsHelp,
    knownBugNotice,
    outageNotice,
    configReview,
    changeNotice,
    paymentNewCard,
    cardUpdate,
    paymentCheck,
    loginHelp,
    accessCheck,
    shipmentUpdate,
    shipmentProblem,
    orderDelayNotice,
  ]),
)

/** The two messages of an outage, which somebody declares; no starter trigger starts them. */
export const outagePlaybooks: () => readonly Playbook[] = once(() => read([serviceNotice, serviceRestored]))
