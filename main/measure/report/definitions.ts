/** What the figures of a report mean, for a reader who has nothing but the file. */
export const REPORT_DEFINITIONS: Readonly<Record<string, string>> = {
  start:
    'One start of a playbook for one account in the period, in the arm that was assigned. Recalled starts are left out.',
  contact: 'A ticket of the account between the start and the end of the window, in both arms alike.',
  assigned: 'As assigned: every start counts in its arm, whether or not a message left (intention to treat).',
  ghost: 'As written to: starts that were, or at the same moment would have been, written to (ghost sends).',
  difference: 'Treated minus control, in contacts for each start: Newcombe’s interval on effective sample sizes.',
  sequence: 'The same as a confidence sequence (Waudby-Smith et al. 2024): valid however often it is looked at.',
  adjusted: 'The difference without what contacts of the 90 days before explain (Lindon et al. 2022).',
  gaps: 'Segments whose effect differs from the rest after Holm’s correction over all segments.',
  league:
    'Effects of playbooks drawn towards what all have in common (empirical Bayes), against the luck of the best one.',
  retention: 'Kaplan–Meier from the first start of each account in the period, in the arm of that start.',
  resolution:
    'Median hours to resolution with a bootstrap interval. The two groups differ in more than who opened the issue.',
  induced: 'Treated starts after which the account wrote about the message itself.',
  snapshot: 'Ageing, workload and reach describe the queue at the moment of the report.',
  fingerprint: 'SHA-256 over the rows behind the figures, as JSON with sorted keys, one row a line, lines sorted.',
  pseudonym: 'HMAC-SHA-256 of an account’s or person’s id with the id of the workspace, shortened.',
}
