/** The query by which a page knows that it is the window of one issue. */
export const ISSUE_WINDOW = 'issue-window'
