import cardExpiring from '../../resources/triggers/card-expiring.json' with { type: 'json' }
import changeAhead from '../../resources/triggers/change-ahead.json' with { type: 'json' }
import configDrift from '../../resources/triggers/config-drift.json' with { type: 'json' }
import coreFeatureUnused from '../../resources/triggers/core-feature-unused.json' with { type: 'json' }
import dailyUserSilent from '../../resources/triggers/daily-user-silent.json' with { type: 'json' }
import declaredOutage from '../../resources/triggers/declared-outage.json' with { type: 'json' }
import errorsBurst from '../../resources/triggers/errors-burst.json' with { type: 'json' }
import errorsSpike from '../../resources/triggers/errors-spike.json' with { type: 'json' }
import featureErrors from '../../resources/triggers/feature-errors.json' with { type: 'json' }
import healthOutage from '../../resources/triggers/health-outage.json' with { type: 'json' }
import knownBug from '../../resources/triggers/known-bug.json' with { type: 'json' }
import limitNear from '../../resources/triggers/limit-near.json' with { type: 'json' }
import loginsFailing from '../../resources/triggers/logins-failing.json' with { type: 'json' }
import onboardingIncomplete from '../../resources/triggers/onboarding-incomplete.json' with { type: 'json' }
import paymentStuck from '../../resources/triggers/payment-stuck.json' with { type: 'json' }
import paymentsFailing from '../../resources/triggers/payments-failing.json' with { type: 'json' }
import processorDeclines from '../../resources/triggers/processor-declines.json' with { type: 'json' }
import promisedDateAtRisk from '../../resources/triggers/promised-date-at-risk.json' with { type: 'json' }
import promisedDateMissed from '../../resources/triggers/promised-date-missed.json' with { type: 'json' }
import renewalFailed from '../../resources/triggers/renewal-failed.json' with { type: 'json' }
import renewalQuiet from '../../resources/triggers/renewal-quiet.json' with { type: 'json' }
import shipmentException from '../../resources/triggers/shipment-exception.json' with { type: 'json' }
import shipmentStationary from '../../resources/triggers/shipment-stationary.json' with { type: 'json' }
import stockShortfall from '../../resources/triggers/stock-shortfall.json' with { type: 'json' }
import stuckOnPage from '../../resources/triggers/stuck-on-page.json' with { type: 'json' }
import unusualAccess from '../../resources/triggers/unusual-access.json' with { type: 'json' }
import usageDown from '../../resources/triggers/usage-down.json' with { type: 'json' }
import { unwrap } from '../../shared/result.ts'
import { parseTrigger, type Trigger } from '../../shared/trigger/trigger.ts'

/**
 * The triggers that a new workspace starts with. A file that does not fit the schema is a bug of ours. Read where they are
 * asked for: no other start pays for it.
 */
export const starterTriggers = (): Trigger[] =>
  [
    usageDown,
    featureErrors,
    paymentsFailing,
    loginsFailing,
    shipmentException,
    errorsBurst,
    shipmentStationary,
    stockShortfall,
    promisedDateAtRisk,
    promisedDateMissed,
    cardExpiring,
    paymentStuck,
    renewalFailed,
    processorDeclines,
    unusualAccess,
    configDrift,
    changeAhead,
    coreFeatureUnused,
    onboardingIncomplete,
    dailyUserSilent,
    stuckOnPage,
    limitNear,
    renewalQuiet,
    errorsSpike,
    knownBug,
    healthOutage,
  ].map(definition => unwrap(parseTrigger(definition)))

/** Triggers of what the team itself declares. Every workspace has them; no source supplies what they look at. */
export const standingTriggers = (): Trigger[] => [unwrap(parseTrigger(declaredOutage))]
