/** The query by which a page knows that it is the window of one issue. Its value is the folder of the issue's workspace. */
export const ISSUE_WINDOW = 'issue-window'

/** The address of that page: the query and the hash, behind the page's own. */
export const issueWindowAt = (workspace: string, issueId: number): string =>
  `?${new URLSearchParams({ [ISSUE_WINDOW]: workspace })}#/queue/${issueId}`
