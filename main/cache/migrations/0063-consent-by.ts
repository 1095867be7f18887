/**
 * Who wrote down what a contact said about a topic. For what is there already, the journal tells it: the person who decided on
 * that topic at that moment. Where it names several, or none, nobody is named.
 */
export const sql = `
ALTER TABLE consent ADD COLUMN recorded_by TEXT;
UPDATE consent SET recorded_by = j.actor FROM (
  SELECT at, json_extract(args, '$.topic') AS topic, min(actor) AS actor FROM journal
  WHERE command = 'account.setConsent' AND json_valid(args) GROUP BY 1, 2 HAVING count(DISTINCT actor) = 1
) j WHERE j.at = consent.at AND j.topic = consent.topic;
`
