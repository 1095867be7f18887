import * as spine from './0001-spine.ts'
import * as states from './0002-states.ts'
import * as interventions from './0003-interventions.ts'
import * as sources from './0004-sources.ts'
import * as sends from './0005-sends.ts'
import * as verdicts from './0006-verdicts.ts'
import * as incidents from './0007-incidents.ts'
import * as streamKinds from './0008-stream-kinds.ts'
import * as models from './0009-models.ts'
import * as stableIds from './0010-stable-ids.ts'
import * as streamReports from './0011-stream-reports.ts'
import * as times from './0012-times.ts'
import * as ticketAuthors from './0013-ticket-authors.ts'
import * as addresses from './0014-addresses.ts'
import * as values from './0015-values.ts'
import * as erasures from './0019-erasures.ts'
import * as exposures from './0020-exposures.ts'
import * as loops from './0021-loops.ts'
import * as scores from './0022-scores.ts'
import * as treatability from './0024-treatability.ts'
import * as settling from './0025-settling.ts'
import * as audit from './0026-audit.ts'
import * as learned from './0027-learned.ts'
import * as ticketTopics from './0028-ticket-topics.ts'
import * as reads from './0029-reads.ts'
import * as lifeCurves from './0030-life-curves.ts'
import * as review from './0031-review.ts'
import * as triggerDecisions from './0032-trigger-decisions.ts'
import * as bareIds from './0033-bare-ids.ts'
import * as search from './0034-search.ts'
import * as deskOrders from './0035-desk-orders.ts'
import * as notes from './0036-notes.ts'
import * as snooze from './0037-snooze.ts'
import * as outages from './0038-outages.ts'
import * as statedLags from './0039-stated-lags-and-accounts.ts'
import * as countries from './0040-countries.ts'
import * as categoryRisks from './0042-category-risks.ts'
import * as startsByTrigger from './0044-starts-by-trigger.ts'
import * as acceptedUnsent from './0045-accepted-unsent.ts'
import * as promises from './0046-promises.ts'
import * as unjudgedFixes from './0047-unjudged-fixes.ts'
import * as listsAtAMillion from './0056-lists-at-a-million.ts'
import * as incidentSizes from './0057-incident-sizes.ts'
import * as accountOwners from './0060-account-owners.ts'
import * as incidentPrevious from './0061-incident-previous.ts'
import * as contactEmail from './0062-contact-email.ts'
import * as consentBy from './0063-consent-by.ts'
import * as keptAnswers from './0064-kept-answers.ts'
import * as journalChannels from './0065-journal-channels.ts'

/** In order; the position is the version. A released migration is never edited, a new one is added below. */
export const migrations: readonly string[] = [
  spine.sql,
  states.sql,
  interventions.sql,
  sources.sql,
  sends.sql,
  verdicts.sql,
  incidents.sql,
  streamKinds.sql,
  models.sql,
  stableIds.sql,
  streamReports.sql,
  times.sql,
  ticketAuthors.sql,
  addresses.sql,
  values.sql,
  erasures.sql,
  reads.sql,
  exposures.sql,
  loops.sql,
  settling.sql,
  search.sql,
  bareIds.sql,
  audit.sql,
  ticketTopics.sql,
  scores.sql,
  review.sql,
  learned.sql,
  lifeCurves.sql,
  treatability.sql,
  triggerDecisions.sql,
  statedLags.sql,
  outages.sql,
  notes.sql,
  snooze.sql,
  promises.sql,
  deskOrders.sql,
  acceptedUnsent.sql,
  categoryRisks.sql,
  countries.sql,
  startsByTrigger.sql,
  unjudgedFixes.sql,
  listsAtAMillion.sql,
  incidentSizes.sql,
  accountOwners.sql,
  incidentPrevious.sql,
  contactEmail.sql,
  consentBy.sql,
  keptAnswers.sql,
  journalChannels.sql,
]
