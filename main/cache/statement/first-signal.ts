/**
 * SQL: the signal `alias` holds, and is the first of its trigger that its issue has. One stands for all of them, so that
 * issues are counted once without a tree of distinct ones.
 */
export const firstOfItsIssue = (alias: string): string => `${alias}.cleared_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM signal o INDEXED BY signal_issue WHERE o.issue_id = ${alias}.issue_id AND o.id < ${alias}.id
    AND o.trigger_id = ${alias}.trigger_id AND o.cleared_at IS NULL)`
