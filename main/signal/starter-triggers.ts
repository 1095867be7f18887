import errorsBurst from '../../resources/triggers/errors-burst.json' with { type: 'json' }
import featureErrors from '../../resources/triggers/feature-errors.json' with { type: 'json' }
import loginsFailing from '../../resources/triggers/logins-failing.json' with { type: 'json' }
import paymentsFailing from '../../resources/triggers/payments-failing.json' with { type: 'json' }
import shipmentException from '../../resources/triggers/shipment-exception.json' with { type: 'json' }
import usageDown from '../../resources/triggers/usage-down.json' with { type: 'json' }
import { type Trigger, triggerSchema } from '../../shared/trigger.ts'

/** The triggers that a new workspace starts with. A file that does not fit the schema is a bug of ours. */
export const starterTriggers: readonly Trigger[] = [
  usageDown,
  featureErrors,
  paymentsFailing,
  loginsFailing,
  shipmentException,
  errorsBurst,
].map(definition => triggerSchema.parse(definition))
