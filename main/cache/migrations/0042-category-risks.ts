/**
 * The risk of a ticket about one category, where the tickets of a team tell it, beside that of any ticket. A kept score needs
 * no more than before: model and features say the risk of each category again.
 */
export const sql = `
-- The risks in force of each account with an issue, by category, as the model in use has heads. base and factors (JSON) add
-- up to the risk. The row of account_risk names the score that they are from.
CREATE TABLE category_risk (
  account_id INTEGER NOT NULL REFERENCES account,
  category TEXT NOT NULL,
  risk REAL NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  base REAL NOT NULL,
  factors TEXT NOT NULL,
  PRIMARY KEY (account_id, category)
) STRICT, WITHOUT ROWID;

-- What tickets had to be about for the risk of an issue; NULL: any ticket counted, or base rates made the risk.
ALTER TABLE issue ADD COLUMN risk_about TEXT;
-- The width of a risk where an issue stood: that of the score is of any ticket. NULL for base rates, and in rows from before.
ALTER TABLE issue_score ADD COLUMN low REAL;
ALTER TABLE issue_score ADD COLUMN high REAL;
`
