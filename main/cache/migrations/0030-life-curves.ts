/** How long lives of objects last, by lane, and how often the interval of 90 % held. */
export const sql = `
-- lane '*' stands for all lanes. curve: JSON, steps of Kaplan and Meier's estimate. judged, held: intervals that were over,
-- and how many of them held the end.
CREATE TABLE life_curve (
  kind TEXT NOT NULL,
  lane TEXT NOT NULL,
  lives INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  curve TEXT NOT NULL,
  judged INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (kind, lane)
) STRICT, WITHOUT ROWID;
`
